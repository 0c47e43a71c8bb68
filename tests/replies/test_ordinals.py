"""Ordinals of the writer's own that hide a task's number are put right before the text is read."""

from __future__ import annotations

import pytest

from bot.replies.context import context
from bot.replies.ordinals import circled, without_own
from tests.replies.office import MARKET, TODAY, built_in, only, say, told

SENT = ("10", "13", "17")


def test_lines_counted_by_the_writer_give_way_to_the_codes_behind() -> None:
    assert told("1.12 已完成\n2.13 推进中\n3.17 还没开始") == {"12": "done", "13": "in_progress", "17": "not_started"}


def test_a_code_with_its_mark_behind_the_lines_number_counts_too() -> None:
    assert told("1、任务25完成40%\n2、任务31推进中") == {"25": "in_progress", "31": "in_progress"}


def test_lines_that_are_not_counted_from_one_are_codes() -> None:
    assert told("12.已完成\n13.推进中") == {"12": "done", "13": "in_progress"}


def test_figures_behind_the_lines_numbers_are_no_codes() -> None:
    codes = set(told("14进展：\n1.12家银行已接入\n2.13个网点已培训"))
    assert "12" not in codes
    assert "13" not in codes


@pytest.mark.parametrize("text", ["2.12 已完成\n3.13 推进中", "1.12 已完成", "1.印发方案\n2.组织培训"])
def test_lines_not_counted_from_one_or_without_a_code_keep_their_numbers(text: str) -> None:
    assert without_own(text, context(text, TODAY, built_in(), MARKET, ())) == text


def test_circled_numbers_in_a_short_answer_are_places_in_the_message_answered() -> None:
    assert told("①已完成，③没启动", reply_to=SENT) == {"10": "done", "17": "not_started"}


def test_circled_numbers_side_by_side_are_several_places() -> None:
    assert told("②③推进中", reply_to=SENT) == {"13": "in_progress", "17": "in_progress"}


def test_chinese_numerals_with_a_counter_are_places_too() -> None:
    assert told("一、三项已完成", reply_to=SENT) == {"10": "done", "17": "done"}


def test_a_circled_number_beyond_the_tasks_answered_is_no_place() -> None:
    assert not set(told("④已完成", reply_to=SENT)) & set(SENT)


@pytest.mark.parametrize(
    ("text", "count"), [("②已完成", 1), ("④已完成", 3), ("①完成\n②没动", 3), ("①任务3、②任务5", 3)]
)
def test_in_any_other_answer_circled_numbers_stay_as_they_are(text: str, count: int) -> None:
    assert circled(text, count) == text


def test_circled_points_of_a_long_report_are_no_places() -> None:
    text = (
        "13进展：①组织业务培训并印发操作手册发到每个窗口；②完成系统升级改造并与税务银行数据互通共享；"
        "③受理网上变更登记申请186件，群众反映良好"
    )
    assert set(told(text, reply_to=SENT)) == {"13"}


@pytest.mark.parametrize(
    "text",
    [
        "14：\n1.印发通知\n2.开展督导",
        "14：1、窗口已培训；2、手册已印发",
        "14进展：①窗口已开放②手册已印发",
        "任务14：\n1.完成目录编制\n2.完成系统改造",
    ],
)
def test_points_behind_a_tasks_number_are_no_tasks_and_no_percent(text):
    item = only(text)
    assert (item.task, item.percent) == ("14", None)


def test_numbers_behind_a_month_stay_what_they_are():
    reading = say("8月进展：\n1.完成60%\n2.已办结")
    assert {item.task for item in reading.items} != {"8"}


def test_a_slash_between_two_codes_with_all_behind_is_a_list() -> None:
    assert told("12/13都已完成") == {"12": "done", "13": "done"}


def test_a_slash_between_numbers_that_are_no_codes_stays_a_fraction() -> None:
    assert only("14 4/5都做完了").percent == 80


def test_points_of_an_answer_are_places_where_no_such_code_is_the_units_own() -> None:
    assert told("1. 68%\n2. 无变化", unit="县经济信息委", reply_to=("19", "89")) == {
        "19": "in_progress",
        "89": "no_change",
    }


def test_points_that_are_codes_of_the_unit_stay_codes() -> None:
    assert set(told("1. 68%\n2. 无变化", reply_to=("12", "13"))) == {"1", "2"}


def test_a_plus_between_two_codes_is_a_list_and_a_formula_stays_one() -> None:
    assert told("14+17完成") == {"14": "done", "17": "done"}
    assert set(told("14推进中，“1+5+N”模式已成型")) == {"14"}


def test_ordinals_with_a_bracket_before_codes_are_the_writers_own() -> None:
    assert told("1) 14 - 完成80%\n2) 17 - 完成60%\n3) 64 - 未启动") == {
        "14": "in_progress",
        "17": "in_progress",
        "64": "not_started",
    }


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("后头两个还在跑", {"13": "in_progress", "17": "in_progress"}),
        ("前头两个完了", {"10": "done", "13": "done"}),
        ("前头那个办结", {"10": "done"}),
        ("第二、三项没动", {"13": "not_started", "17": "not_started"}),
        ("第1、3项正常", {"10": "in_progress", "17": "in_progress"}),
    ],
)
def test_places_told_in_speech_and_under_one_mark_are_those_of_the_list(text: str, codes: dict[str, str]) -> None:
    assert told(text, reply_to=SENT) == codes


@pytest.mark.parametrize("text", ["后头两个月推进", "第一、二季度正常推进", "第二、三批在办"])
def test_months_quarters_and_batches_are_no_places(text: str) -> None:
    assert not {"10", "13", "17"} & set(told(text, reply_to=SENT))
