"""What files are fetched for: a plan to be read and previewed, evidence to be kept in the attachment folder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bot.errors import DubanError, Refused
from bot.plan import Draft
from bot.services import download, plan_preview
from bot.services.context import Context
from bot.services.plan_file import read_bounded
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


class Evidence:
    """Keeps a file in the attachment folder, under its hash."""

    def __init__(self, context: MakeContext, folder: Path) -> None:
        self._context, self._folder = context, folder

    async def prepare(self, row: Download, data: bytes) -> tuple[str, str, int]:
        """Write the file; return its hash, its path within the folder and its size."""
        digest, path = await asyncio.to_thread(download.keep, self._folder, data, row.name)
        return digest, path, len(data)

    def store(self, session: Session, row: Download, prepared: tuple[str, str, int]) -> None:
        """Record where it is."""
        download.kept(self._context(session), row, *prepared)

    def failed(self, session: Session, row: Download, reason: str, why: Refused | None) -> None:
        """Tell who sent it."""
        download.failed(self._context(session), row, reason, why)
