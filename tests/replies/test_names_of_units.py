"""What units call their tasks: 1,534 names of one county plan, written without looking at the reader.

`task` is the code that the name points to, None where it points to none or to several, a list where either will do.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from bot.replies import Ledger, read
from tests.replies.office import TODAY, built_in, whole
from tests.replies.scoring import FOLDER

SAID = ("已完成", "进度60%", "正常推进", "这块八成了", "那项还在推进", "方面推进顺利", "预计9月底完成", "推进中")


@cache
def names() -> list[dict[str, Any]]:
    """Return the names with their labels."""
    return [json.loads(line) for line in (FOLDER / "names.jsonl").read_text("utf-8").splitlines()]


def shares(ledger: Ledger) -> tuple[float, float]:
    """Return the share of names understood, and of those that were taken for another task."""
    right = wrong = 0
    for at, row in enumerate(names()):
        text = row["name"] + SAID[at % len(SAID)]
        given = {item.task for item in read(text, unit=row["unit"], today=TODAY, ledger=ledger).items} - {None}
        wanted = row["task"] if isinstance(row["task"], list) else [row["task"]]
        right += given in [{code} - {None} for code in wanted]
        wrong += bool(given - set(wanted))
    return right / len(names()), wrong / len(names())


def test_names_are_known_by_titles_alone():
    right, wrong = shares(built_in())
    assert right >= 0.79, right
    assert wrong <= 0.025, wrong


def test_names_are_known_better_by_titles_and_texts():
    ledger = whole()
    if ledger is None:
        pytest.skip("the whole document is not at hand")
    right, wrong = shares(ledger)
    assert right >= 0.95, right
    assert wrong <= 0.01, wrong
