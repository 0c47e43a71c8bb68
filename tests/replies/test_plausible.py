"""Whether a number that could be a task's is one: by what stands before and behind it, and whose task it would be."""

from __future__ import annotations

import pytest

from tests.replies.office import say, told


@pytest.mark.parametrize("text", ["14楼会议室", "17度", "14路公交车", "13号楼装修", "12级台阶"])
def test_a_number_with_a_word_of_its_own_behind_it_is_no_task(text: str) -> None:
    assert say(text).items == ()


def test_own_numbers_at_the_head_are_tasks() -> None:
    assert told("14开办时间还在压") == {"14": "in_progress"}


def test_another_units_number_at_the_head_with_a_statement_is_refused() -> None:
    reading = say("75推进中")
    assert [(refusal.task, refusal.why) for refusal in reading.refused] == [("75", "not_yours")]


def test_what_we_did_for_another_units_task_is_refused_too() -> None:
    assert [refusal.task for refusal in say("84我们协助办理，推进中").refused] == ["84"]


def test_a_number_behind_another_units_name_is_that_units() -> None:
    assert [(refusal.task, refusal.why) for refusal in say("县商务委的83推进中").refused] == [("83", "not_yours")]


def test_a_number_that_no_plan_has_is_unknown_where_a_statement_follows() -> None:
    assert [refusal.why for refusal in say("150已完成").refused] == ["unknown_task"]


@pytest.mark.parametrize("text", ["150家银行", "150元", "2022"])
def test_a_number_that_no_plan_has_is_nothing_elsewhere(text: str) -> None:
    assert say(text).refused == ()


def test_without_marks_a_higher_number_behind_a_statement_is_the_next_task() -> None:
    assert told("12搞完了13还差接口17没启动") == {"12": "done", "13": "in_progress", "17": "not_started"}


def test_without_marks_a_lower_number_is_no_next_task() -> None:
    assert "3" not in told("14推进中走访3")


def test_a_number_in_brackets_behind_a_name_is_its_code() -> None:
    assert told("企业退出机制（17）推进中") == {"17": "in_progress"}


@pytest.mark.parametrize("text", ["推进中：14", "已印发清单，继续推进14"])
def test_a_number_at_the_end_of_a_statement_is_a_task(text: str) -> None:
    assert told(text) == {"14": "in_progress"}


def test_a_point_of_a_list_with_what_was_finished_in_it_is_no_task() -> None:
    reading = say("打造对外开放平台推进中\n1.完成目录编制\n2.完成培训", unit="县商务委")
    assert {item.task for item in reading.items} == {"75"}
    assert reading.refused == ()
