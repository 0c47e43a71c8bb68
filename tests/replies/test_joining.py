"""How a clause goes on from what stands before it: a list continued, a slip replaced, a word about all tasks."""

from __future__ import annotations

import pytest

from bot.replies import REST
from tests.replies.office import TRAFFIC, say, told

SENT = ("10", "13", "17")


def test_a_list_whose_every_number_is_marked_is_one_list() -> None:
    assert told("第10项、第12项、第13项均已办结") == dict.fromkeys(("10", "12", "13"), "done")


def test_a_number_behind_a_statement_begins_anew() -> None:
    assert told("任务10已办结，任务12推进中") == {"10": "done", "12": "in_progress"}


@pytest.mark.parametrize("text", ["17，说错了，是25已完成", "17不对，25已完成", "17和31…哦不，是25已完成"])
def test_a_slip_put_right_drops_what_stood_before(text: str) -> None:
    assert told(text) == {"25": "done"}


def test_a_number_behind_a_slip_of_the_percent_is_no_other_task() -> None:
    reading = say("25完成60%，不对，是70%")
    assert [(item.task, item.percent) for item in reading.items] == [("25", 70)]


@pytest.mark.parametrize("text", ["我局牵头的任务都在推进", "手头上的几项都正常推进", "各项任务均按计划推进"])
def test_a_whole_without_a_subject_is_said_of_every_task(text: str) -> None:
    assert told(text) == {REST: "in_progress"}


@pytest.mark.parametrize("text", ["各家银行均已接入，推进中", "窗口人员都已培训，推进中"])
def test_all_of_something_else_is_not_said_of_every_task(text: str) -> None:
    assert REST not in told(text)


def test_all_behind_a_task_is_of_that_task() -> None:
    assert told("12、13都推进中") == {"12": "in_progress", "13": "in_progress"}


def test_all_in_an_answer_is_of_the_tasks_answered() -> None:
    assert told("都在推进", reply_to=SENT) == dict.fromkeys(SENT, "in_progress")


def test_two_counted_together_are_the_two_tasks_answered() -> None:
    assert told("两个都弄完了", reply_to=("10", "13")) == {"10": "done", "13": "done"}


def test_all_but_one_leaves_that_one_out() -> None:
    codes = told("除17外都正常推进")
    assert codes[REST] == "in_progress"
    assert codes.get("17") is None


def test_the_count_of_the_tasks_named_says_nothing_more() -> None:
    reading = say("已办结2项：12、13")
    assert [(i.task, i.measures) for i in reading.items] == [("12", ()), ("13", ())]


def test_of_the_only_task_a_word_about_all_is_its_own() -> None:
    assert told("都弄好了，已全部办结", unit=TRAFFIC) == {"7": "done"}


def test_all_behind_a_percent_is_of_the_task_that_has_it() -> None:
    assert told("已经到七成了，都正常") == {None: "in_progress"}
