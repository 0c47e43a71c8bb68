"""A number that is how far something is, or is denied to be, names no task."""

from __future__ import annotations

import pytest

from storage.kinds import ReadingKind
from tests.replies.office import say


@pytest.mark.parametrize(
    "text",
    [
        "更正，进度不是90，是78%",
        "更正：进度不是90，应为78",
        "14进度不是90，是78",
        "14不是90，是78%",
        "14的进度不是90%，是78%",
    ],
)
def test_the_share_denied_is_no_task_and_the_other_counts(text: str) -> None:
    reading = say(text, reply_to=("14",))
    assert reading.kind is ReadingKind.correction
    assert [(item.task, item.percent) for item in reading.items] == [("14", 78)]


@pytest.mark.parametrize("text", ["进度不是90", "不是60，是61", "14不是90是78"])
def test_what_may_be_two_tasks_or_says_no_share_is_not_taken(text: str) -> None:
    assert say(text, reply_to=("14",)).items == ()
