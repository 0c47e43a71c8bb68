"""Whether a clause speaks of the whole task or of a part of it."""

from __future__ import annotations

from datetime import date

import pytest

from storage.kinds import ReadingKind
from tests.replies.office import TRAFFIC, only, say, told


def test_a_task_that_is_closed_once_papers_are_in_order_is_no_promise_to_report() -> None:
    item = only("14已完成评估，9月20日前整理台账办结")
    assert (item.status, item.expected) == ("in_progress", date(2022, 9, 20))


@pytest.mark.parametrize("text", ["14材料汇总完成", "14正在汇总材料", "14整理归档后销号", "14整理资料报办结"])
def test_papers_that_are_gathered_are_still_on_their_way(text: str) -> None:
    assert say(text).kind is ReadingKind.pending


@pytest.mark.parametrize(
    "text", ["9类办好了，另外4类要等市局开通端口", "办结了，还有3户企业不配合", "办好了，剩下的要等市局"]
)
def test_what_is_held_up_of_the_same_things_leaves_the_task_open(text: str) -> None:
    assert told(text, unit=TRAFFIC, reply_to=("7",))["7"] != "done"


@pytest.mark.parametrize("text", ["办好了，另外培训20人", "办结了，还有什么问题吗", "办好了，剩下的正在装"])
def test_what_else_was_done_does_not(text: str) -> None:
    assert told(text, unit=TRAFFIC, reply_to=("7",)) == {"7": "done"}
