"""Files that prove a report: asked for with it, fetched into the attachment folder, their hash put beside the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.errors import Refused
from bot.services import download
from bot.services.context import Context
from storage.kinds import DownloadPurpose, DownloadState
from storage.models import Download, Report


def refusal(ctx: Context, file: Mapping[str, Any]) -> Refused | None:
    """Return why a file is not kept: it is too big, or of a kind that proves nothing; None where it is."""
    try:
        download.check(ctx, DownloadPurpose.evidence, file)
    except Refused as why:
        return why
    return None


def want(ctx: Context, file: Mapping[str, Any], reports: Iterable[Report]) -> None:
    """Have the file fetched for these reports; one that cannot be kept is left, its sender has been told."""
    if ctx.person is None or not file.get("id") or refusal(ctx, file) is not None:
        return
    row = download.want(ctx, DownloadPurpose.evidence, file)
    known = list(row.payload.get("reports", []))
    row.payload = {**row.payload, "reports": [*known, *(one.id for one in reports if one.id not in known)]}
    ctx.session.add(row)
    ctx.session.flush()
    if row.state is DownloadState.done:
        _mark(ctx, row)


def kept(ctx: Context, row: Download, digest: str, path: str, size: int) -> None:
    """Record that a file is in the attachment folder, and with the reports that it belongs to."""
    download.kept(ctx, row, digest, path, size)
    _mark(ctx, row)


def _mark(ctx: Context, row: Download) -> None:
    for key in row.payload.get("reports", []):
        report = ctx.session.get(Report, key)
        if report is not None:
            report.reading = _marked(report.reading, row)
            ctx.session.add(report)
    ctx.session.flush()


def _marked(reading: Mapping[str, Any], row: Download) -> dict[str, Any]:
    """Return the reading with hash, size and place of the file where it names it."""
    more = {"sha256": row.sha256, "path": row.path, "size": row.size}

    def told(file: Mapping[str, Any]) -> dict[str, Any]:
        own = file.get("unique") == row.unique_id and file.get("id") == row.file_id
        return {**file, **more} if own else dict(file)

    found = dict(reading)
    if found.get("file"):
        found["file"] = told(found["file"])
    if found.get("files"):
        found["files"] = [told(file) for file in found["files"]]
    return found
