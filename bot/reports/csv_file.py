"""Tables as CSV that Excel opens rightly: with a byte order mark, and no cell that it would take for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from typing import Any

from bot.locale import Voice
from bot.reports import rows
from bot.reports.summary import Summary

MIME = "text/csv; charset=utf-8"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def ledger_csv(summary: Summary, voice: Voice) -> tuple[str, str, bytes]:
    """Return the ledger as a CSV file: name, mime type, bytes."""
    table = rows.ledger(summary, voice)
    text = lines([table.headings, *table.rows])
    return f"{voice.say('Ledger')}-{summary.month:%Y-%m}.csv", MIME, text.encode("utf-8-sig")


def lines(table: Iterable[Sequence[Any]]) -> str:
    """Return rows as CSV text."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerows([safe(cell) for cell in row] for row in table)
    return out.getvalue()


def safe(cell: Any) -> Any:
    """Return the cell as it is written: text that a sheet would take for a formula is marked as text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith(_DANGEROUS):
        return "'" + cell
    return cell
