"""What files are fetched for: a plan to be read and previewed, evidence to be kept in the attachment folder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bot.errors import DubanError, Refused
from bot.plan import Draft
from bot.services import download, evidence_file, plan_preview, report_doc, report_document
from bot.services.context import Context
from bot.services.plan_file import read_bounded
from bot.services.report_doc import Blocks
from storage import downloads
from storage.kinds import DownloadState
from storage.models import Download

MakeContext = Callable[[Session], Context]


class PlanDocuments:
    """Reads a plan in a process of its own, then puts it before who sent it."""

    def __init__(self, context: MakeContext, office_day: Callable[[], Any]) -> None:
        self._context, self._today = context, office_day

    async def prepare(self, row: Download, data: bytes) -> Draft:
        """Read the document; raises PlanError."""
        return await asyncio.to_thread(read_bounded, data, row.name, today=self._today())

    def store(self, session: Session, row: Download, prepared: Draft | DubanError) -> None:
        """Show the preview, or say why there is none."""
        plan_preview.received(self._context(session), row, prepared)

    def failed(self, session: Session, row: Download, reason: str, why: Refused | None) -> None:
        """Tell who sent it."""
        download.failed(self._context(session), row, reason, why)


@dataclass(frozen=True)
class Kept:
    """A file in the attachment folder: its hash, its path there, its size; what it says, where that is wanted too."""

    digest: str
    path: str
    size: int
    blocks: Blocks | None = None


class Evidence:
    """Keeps a file in the attachment folder, under its hash; a unit's own report is read as well, before it is kept."""

    def __init__(self, context: MakeContext, folder: Path) -> None:
        self._context, self._folder = context, folder

    async def prepare(self, row: Download, data: bytes) -> Kept:
        """Read the file where it is a report (raises PlanError), and write it."""
        blocks = await asyncio.to_thread(report_doc.read_bounded, data, row.name) if "read" in row.payload else None
        digest, path = await asyncio.to_thread(download.keep, self._folder, data, row.name or download.PHOTO)
        return Kept(digest, path, len(data), blocks)

    def store(self, session: Session, row: Download, prepared: Kept | DubanError) -> None:
        """Record where it is, and show what it says."""
        ctx = self._context(session)
        if isinstance(prepared, DubanError):
            state, reason = DownloadState.failed, prepared.tell(ctx.voice)[:500]
            downloads.settle(session=session, row=row, state=state, now=ctx.now, reason=reason)
            report_document.received(ctx, row, prepared)
            return
        evidence_file.kept(ctx, row, prepared.digest, prepared.path, prepared.size)
        if prepared.blocks is not None:
            report_document.received(ctx, row, prepared.blocks)

    def failed(self, session: Session, row: Download, reason: str, why: Refused | None) -> None:
        """Tell who sent it."""
        download.failed(self._context(session), row, reason, why)
