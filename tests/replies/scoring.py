"""How a reading is compared with a label: entirely right, and stored wrong. Of a label's list any member will do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.replies import Ledger, read, reading_json
from storage.kinds import STORING

FOLDER = Path(__file__).parent
FIELDS = ("status", "percent", "expected", "extension")


@dataclass(frozen=True)
class Score:
    """What became of one labelled file."""

    rows: int
    right: int
    stored_wrong: int
    misses: tuple[str, ...]


def labelled_files() -> list[Path]:
    """Return the files of labelled replies; names.jsonl holds what units call their tasks, and is another matter."""
    return sorted(path for path in FOLDER.glob("*.jsonl") if path.stem != "names")


def labelled(*names: str) -> list[dict[str, Any]]:
    """Return the labelled replies of the named files, of all without a name."""
    paths = [FOLDER / f"{name}.jsonl" for name in names] or labelled_files()
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]


def score(rows: list[dict[str, Any]], ledger: Ledger) -> Score:
    """Read every reply and compare."""
    right = wrong = 0
    misses: list[str] = []
    for row in rows:
        today = date.fromisoformat(row["today"])
        got = reading_json(read(row["text"], unit=row["unit"], today=today, ledger=ledger, reply_to=row["reply_to"]))
        bad = differences(row["expect"], got)
        right += not bad
        certain = got["kind"] in STORING and any(item["task"] for item in got["items"])  # type: ignore[attr-defined]
        wrong += certain and any(grave for grave, _ in bad)
        if bad:
            misses.append(f"{row['text']!r}: {'; '.join(text for _, text in bad)}")
    return Score(len(rows), right, wrong, tuple(misses))


def differences(want: dict[str, Any], got: dict[str, Any]) -> list[tuple[bool, str]]:
    """Return what differs, each with whether it would store something wrong."""
    out = [] if _accepted(want["kind"], got["kind"]) else [(True, f"kind {got['kind']}")]
    kinds = want["kind"] if isinstance(want["kind"], list) else [want["kind"]]
    if not any(kind in STORING for kind in kinds):
        return out
    wanted = {item["task"]: item for item in want["items"]}
    given = {item["task"]: item for item in got["items"]}
    out += [(False, f"no item for {task}") for task in wanted.keys() - given.keys()]
    out += [(True, f"an item for {task}") for task in given.keys() - wanted.keys()]
    for task in wanted.keys() & given.keys():
        out += [(task_wrong, text) for task_wrong, text in _compare(wanted[task], given[task])]
    return out


def _compare(want: dict[str, Any], got: dict[str, Any]) -> list[tuple[bool, str]]:
    out = [(True, f"{field} {got[field]!r}") for field in FIELDS if not _accepted(want[field], got[field])]
    values = sorted(float(measure["value"]) for measure in got["measures"])
    several = bool(want["measures"]) and isinstance(want["measures"][0], list)
    bags = [sorted(map(float, bag)) for bag in (want["measures"] if several else [want["measures"]])]
    if values not in bags:
        out.append((False, f"measures {values}"))
    if not _accepted(want["problem"], bool(got["problem"])):
        out.append((False, f"problem {got['problem']!r}"))
    return out


def _accepted(want: Any, got: Any) -> bool:
    return got in want if isinstance(want, list) else bool(got == want)
