"""Reading a plan document that somebody has sent: in a process of its own, bounded in time and memory.

The readers in `bot.plan` refuse what is hostile themselves; this keeps what they may have missed from the bot. The
process may use so much memory, and so much time of the processor since it last got ahead (a page, a hundred rows);
being slow because the machine is busy costs it nothing.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.errors import PlanError
from bot.plan import Draft
from bot.services.import_draft import draft_from_json

MEGABYTE = 1024 * 1024
PATIENCE = 120.0  # seconds of real time, after which it is given up whatever the reason
OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Bounds:
    """Memory in bytes of data; seconds of the processor's time without getting ahead, and in all."""

    memory: int = 300 * MEGABYTE
    stall: float = 2.0
    longest: int = 30


# LibreOffice, which converts the old formats where it is installed, needs more.
LEGACY = Bounds(1500 * MEGABYTE, 30, 30)
# A PDF gets ahead page by page, far quicker than this; the start of the process is part of the two seconds.
PAGES = Bounds(stall=1.2)


def bounds_of(data: bytes) -> Bounds:
    """Return the bounds within which a file is read."""
    if data.startswith(OLE):
        return LEGACY
    return PAGES if b"%PDF-" in data[:1024] else Bounds()


# What a plan may come as; the reader tells by the first bytes, this only by which message is meant as one.
SUFFIXES = (
    *(".docx", ".xlsx", ".pdf", ".txt", ".md", ".csv", ".tsv", ".rtf"),
    *(".doc", ".xls", ".wps", ".et", ".xlsm", ".docm"),
)


def read_bounded(data: bytes, name: str, *, today: date, bounds: Bounds | None = None) -> Draft:
    """Read a plan document; raises PlanError with the reason where it cannot be read or goes beyond the bounds."""
    bounds = bounds or bounds_of(data)
    request = {"name": name[-200:], "today": today.isoformat(), **asdict(bounds)}
    command = [sys.executable, "-m", "bot.services.plan_file_child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the file goes through a pipe
            command,
            input=json.dumps(request).encode() + b"\n" + data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            cwd=Path(__file__).parents[2],
            # The token is none of its business.
            env={name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")},
        )
    except subprocess.TimeoutExpired as error:
        raise PlanError("The document takes too long to read; please keep only the part with the tasks") from error
    return _result(done)


def _result(done: subprocess.CompletedProcess[bytes]) -> Draft:
    if done.returncode in (-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGKILL):
        raise PlanError("The document takes too long to read; please keep only the part with the tasks")
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise PlanError("The document cannot be read; please save it anew and send it again") from error
    if "refused" in answer:
        raise PlanError("{why}", why=answer["refused"])
    return draft_from_json(answer["draft"])
