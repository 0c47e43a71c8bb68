"""Whether a clause says that a task is another unit's."""

from __future__ import annotations

import pytest

from storage.kinds import ReadingKind
from tests.replies.office import say


@pytest.mark.parametrize(
    "text",
    [
        "14是司法局具体在搞",
        "14由税务局一直在做",
        "14是规资局那边在弄",
        "14请直接问司法局",
        "14请你们去问一下税务局吧",
        "14麻烦直接咨询大数据局",
    ],
)
def test_another_office_at_work_on_it_or_to_be_asked_disputes_the_task(text: str) -> None:
    reading = say(text)
    assert (reading.kind, reading.items) == (ReadingKind.dispute, ())


@pytest.mark.parametrize(
    "text",
    ["14是我们具体在做", "14已问税务局，推进中", "17完成60%，请直接问公积金中心要数据", "14资金没到位，请直接找财政局"],
)
def test_our_own_work_and_what_others_are_asked_for_disputes_nothing(text: str) -> None:
    assert say(text).kind is ReadingKind.progress
