"""Which clauses begin to speak of another task by its name, without a number."""

from __future__ import annotations

import pytest

from tests.replies.office import say, told

COMMERCE = "县商务委"


def test_a_name_behind_a_stated_task_named_opens_the_next() -> None:
    text = "企业退出机制推进中，公平竞争审查机制已完成"
    assert told(text) == {"17": "in_progress", "25": "done"}


def test_a_name_with_that_one_opens_a_task() -> None:
    assert told("知识产权保护完成60%，柔性监管那块还没启动") == {"67": "in_progress", "64": "not_started"}


def test_names_that_head_lines_open_their_tasks() -> None:
    text = "保税仓：选址已定，推进中\n跨境电商示范区：还没启动"
    assert told(text, unit=COMMERCE) == {"77": "in_progress", "76": "not_started"}


def test_a_name_before_any_task_opens_the_first() -> None:
    assert told("压减开办企业时间已完成") == {"14": "done"}


@pytest.mark.parametrize("text", ["14推进中，其中电子营业执照已发放300户", "14推进中，包括年度报告也一并提醒"])
def test_a_part_of_the_task_before_opens_none(text: str) -> None:
    assert set(told(text)) == {"14"}


def test_under_a_tasks_number_its_own_points_follow() -> None:
    text = "14：\n1.银行开户已同步办理。\n2.电子营业执照已同步发放。"
    assert set(told(text)) == {"14"}


def test_what_comes_next_opens_no_task() -> None:
    text = "企业退出机制推进中，下一步加强知识产权保护"
    assert set(told(text)) == {"17"}


def test_the_same_task_called_by_its_name_again_is_not_opened_anew() -> None:
    assert told("17推进中，企业退出机制方面简易注销已压到20天") == {"17": "in_progress"}


@pytest.mark.parametrize("text", ["14推进中，问题：银行系统未对接", "14推进中，监管系统对接已办妥"])
def test_a_common_word_behind_a_number_opens_none(text: str) -> None:
    assert set(told(text)) == {"14"}


def test_a_name_that_several_tasks_have_is_asked_about() -> None:
    reading = say("监管已完成")
    assert {item.task for item in reading.items} == {None}


def test_a_task_asked_for_is_opened_by_its_name_behind_numbers() -> None:
    text = "12、13已完成，知识产权保护月底完不成"
    assert set(told(text, reply_to=("12", "13", "67"))) == {"12", "13", "67"}


def test_one_of_all_is_spoken_of_behind_其中() -> None:
    reading = say("三项均有序推进，其中知识产权保护完成55%", reply_to=("12", "13", "67"))
    assert {item.task: item.percent for item in reading.items} == {"12": None, "13": None, "67": 55}


@pytest.mark.parametrize("text", ["证照分离弄好了，双随机那个还在推", "证照分离弄好了双随机那个还在推"])
def test_that_one_behind_a_name_belongs_to_it(text: str) -> None:
    assert told(text, reply_to=("2", "56")) == {"2": "done", "56": "in_progress"}


def test_that_one_before_a_name_begins_another() -> None:
    assert told("证照分离完成了那个双随机还在推", reply_to=("2", "56")) == {"2": "done", "56": "in_progress"}
