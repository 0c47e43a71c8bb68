"""Which tokens name tasks: numerals set apart, and numbers that could be counts."""

from __future__ import annotations

import pytest

from bot.replies import REST
from tests.replies.office import only, say, told


@pytest.mark.parametrize("text", ["十四，我局负责部分已完成", "十四、正常推进", "十四. 60%"])
def test_a_numeral_beyond_a_reports_own_points_is_the_task(text: str) -> None:
    assert only(text).task == "14"


def test_a_row_of_such_numerals_names_each() -> None:
    assert told("十四，60%；十五，80%") == {"14": "in_progress", "15": "in_progress"}


def test_points_counted_from_one_name_no_task_beyond_ten() -> None:
    reading = say("一、党建工作，正常。\n十四、信息报送，正常。")
    assert "14" not in [item.task for item in reading.items]


@pytest.mark.parametrize("text", ["报告：14项全部完成", "三项均已办结"])
def test_so_many_as_the_unit_may_have_are_all_of_them(text: str) -> None:
    assert told(text) == {REST: "done"}


def test_behind_who_speaks_the_first_task_begins() -> None:
    assert told("喂我是市场监管局的啊第十四项办结了第十七项的话大概八成吧") == {"14": "done", "17": "in_progress"}


def test_behind_who_speaks_an_age_is_no_task() -> None:
    assert not say("我是市场监管局的47岁").items
