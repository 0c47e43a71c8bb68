"""Cases that were taken and closed are not the task."""

from __future__ import annotations

import pytest

from tests.replies.office import told


@pytest.mark.parametrize(
    "text", ["14受理申请3件，均已办结", "14立案2起，都办结了", "14接到线索4条，均已处理完毕", "14交办事项3项，均已完成"]
)
def test_cases_that_were_closed_do_not_close_the_task(text: str) -> None:
    assert told(text) == {"14": "in_progress"}


def test_nor_where_the_task_is_only_answered() -> None:
    assert told("受理3件，均已办结", reply_to=("14",)) == {"14": "in_progress"}


@pytest.mark.parametrize("text", ["14均已办结", "14已完成，受理3件", "14修订制度3项，均已完成"])
def test_the_task_itself_is_closed(text: str) -> None:
    assert told(text) == {"14": "done"}


def test_as_many_as_were_asked_for_are_the_tasks() -> None:
    assert told("三项任务，均已办结", reply_to=("10", "13", "17")) == dict.fromkeys(("10", "13", "17"), "done")
