"""A document that a unit has sent as its report: opened in a process of its own, given as texts and tables.

The same bounds as for plans: memory, time, what may be unpacked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.errors import PlanError
from bot.replies import sensitive
from bot.services.plan_file import LEGACY, OLE, PATIENCE, Bounds

CHUNK = 3_000  # characters read at once; the reader is made for messages
LONGEST = 60_000  # characters of a report; more is no report of a unit's month
SLOW = "The document takes too long to read; please paste the text instead"


@dataclass(frozen=True)
class Table:
    """A table: rows of cells as text; `name` is the sheet's."""

    rows: tuple[tuple[str, ...], ...]
    name: str = ""


Blocks = Sequence[str | Table]


class Sensitive(PlanError):
    """The document bears a mark of classification or an identity number; nothing of it is kept. `why` as for texts."""

    def __init__(self, why: str) -> None:
        super().__init__("The document seems to hold sensitive content")
        self.why = why


def read_bounded(data: bytes, name: str, bounds: Bounds | None = None) -> Blocks:
    """Return the document's texts and tables in order; raises PlanError with the reason, Sensitive for such content."""
    bounds = bounds or (LEGACY if data.startswith(OLE) else Bounds())
    request = {"name": name[-200:], **asdict(bounds)}
    command = [sys.executable, "-m", "bot.services.report_doc_child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the file goes through a pipe
            command,
            input=json.dumps(request).encode() + b"\n" + data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            cwd=Path(__file__).parents[2],
        )
    except subprocess.TimeoutExpired as error:
        raise PlanError(SLOW) from error
    if done.returncode < 0:
        raise PlanError(SLOW)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise PlanError("The document cannot be read; please save it anew and send it again") from error
    if "refused" in answer:
        raise PlanError("{why}", why=answer["refused"])
    return _checked([_block(block) for block in answer["blocks"]])


def _block(block: str | dict[str, Any]) -> str | Table:
    if isinstance(block, str):
        return block
    return Table(tuple(tuple(row) for row in block["rows"]), block["name"])


def _checked(blocks: list[str | Table]) -> Blocks:
    whole = "\n".join(
        block if isinstance(block, str) else "\n".join("\t".join(row) for row in block.rows) for block in blocks
    )
    if why := sensitive(whole):
        raise Sensitive(why)
    if len(whole) > LONGEST:
        raise PlanError("This is longer than a report of a month; please send only the part on your tasks")
    return blocks


def chunks(lines: Sequence[str]) -> list[str]:
    """Put lines together into texts that can be read at once, cut between paragraphs."""
    found: list[str] = []
    for line in lines:
        for piece in (line[start : start + CHUNK] for start in range(0, max(len(line), 1), CHUNK)):
            if found and len(found[-1]) + len(piece) < CHUNK:
                found[-1] += "\n" + piece
            else:
                found.append(piece)
    return [text for text in found if text.strip()]
