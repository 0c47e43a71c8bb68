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


@pytest.mark.parametrize(
    "text",
    ["14办完了，9月1号开始受理", "14已办结，下月1日起施行", "14办结，9月起正式受理业务", "14已完成，9月1日对外营业"],
)
def test_from_when_on_it_is_in_use_leaves_a_finished_task_finished(text: str) -> None:
    item = only(text)
    assert (item.status, item.expected) == ("done", None)


@pytest.mark.parametrize("text", ["14方案完成了，9月1号开始实施", "14办完，9月1号开始培训", "14还没完，9月1日开始受理"])
def test_what_is_still_to_be_done_of_it_does_not(text: str) -> None:
    assert only(text).status == "in_progress"
