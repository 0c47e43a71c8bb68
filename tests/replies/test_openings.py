"""Which clauses begin to speak of another task by its name, without a number."""

from __future__ import annotations

import pytest

from bot.replies import Ledger, TaskView, read
from tests.replies.office import TODAY, say, told

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


def with_texts(text: str, *reply_to: str) -> dict[str | None, str | None]:
    """Return code -> status by two tasks of one unit whose texts name more than their titles."""
    ledger = Ledger(
        [
            TaskView("42", "整合测绘测量事项", "包括土地勘测定界、人防工程核实测量、规划放线测量。", ("县住建委",)),
            TaskView("48", "审批全流程提速", "施工许可一窗并联办理，加强成品油涉税清查和整治。", ("县住建委",)),
        ]
    )
    reading = read(text, unit="县住建委", today=TODAY, ledger=ledger, reply_to=reply_to)
    return {item.task: item.status.value if item.status else None for item in reading.items}


@pytest.mark.parametrize("text", ["年底悬，人防那块进不来，卡起的", "推进中，人防那块卡起的"])
def test_in_answer_to_one_task_a_word_of_anothers_text_is_a_part_of_it(text: str) -> None:
    assert with_texts(text, "48") == {"48": "blocked"}


def test_a_title_of_another_opens_it_all_the_same() -> None:
    assert with_texts("推进中；测绘测量事项整合卡起的", "48")["42"] == "blocked"


def test_behind_a_numbered_task_and_a_semicolon_words_of_anothers_text_with_a_statement_open_it() -> None:
    assert with_texts("42正常；成品油清查无变化") == {"42": "in_progress", "48": "no_change"}


@pytest.mark.parametrize("text", ["42正常，成品油清查无变化", "42正常；人防核实测量无变化"])
def test_behind_a_comma_or_with_words_of_its_own_they_do_not(text: str) -> None:
    assert set(with_texts(text)) == {"42"}


def test_a_share_that_is_called_a_part_names_no_task() -> None:
    assert set(told("部分已做完，年底前办结", reply_to=("14",))) == {"14"}


def test_as_before_said_of_a_name_opens_its_task() -> None:
    assert told("知识产权保护完成60%，柔性监管跟5月一样") == {"67": "in_progress", "64": "no_change"}


def test_one_with_whom_something_is_settled_is_no_other_task() -> None:
    told_of = told("证照分离跟主管部门还没谈拢")
    assert len(told_of) == 1
