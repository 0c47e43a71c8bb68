"""Numbers of the lexer: fractions, counts of a whole, ordinals, amounts, and what stays a bare number."""

from __future__ import annotations

import pytest

from storage.kinds import ReadingKind, Status
from tests.replies.office import TRAFFIC, only, say, told


@pytest.mark.parametrize(
    ("text", "percent"),
    [("完成3/5", 60), ("大约2/3", 67), ("about 3/4 done", 75), ("half done", 50), ("three quarters finished", 75)],
)
def test_a_fraction_beside_a_word_about_it_is_a_percent(text: str, percent: int) -> None:
    assert only(f"任务14 {text}").percent == percent


def test_two_codes_with_a_stroke_between_are_no_fraction() -> None:
    assert told("13/14/17推进中") == dict.fromkeys(("13", "14", "17"), "in_progress")


@pytest.mark.parametrize("text", ["14 推进中，8/25开会", "14 推进中，9/8上线试运行"])
def test_a_day_with_a_stroke_is_no_fraction(text: str) -> None:
    assert only(text).percent is None


def test_some_of_a_counted_thing_is_a_figure() -> None:
    item = only("task 12: 9 of 14 banks connected")
    assert [(m.value, m.unit) for m in item.measures] == [(9, "banks")]
    assert item.percent is None


def test_an_ordinal_names_a_task_and_not_a_figure() -> None:
    assert told("第十三项已完成，第10项还在推进") == {"13": "done", "10": "in_progress"}


@pytest.mark.parametrize("text", ["14按第8号令推进中", "14已按第6条整改，推进中", "14第三次调度会开完，推进中"])
def test_the_number_of_a_decree_an_article_or_a_round_is_neither_task_nor_percent(text: str) -> None:
    item = only(text)
    assert (item.task, item.percent, item.measures) == ("14", None, ())


def test_a_count_with_some_more_is_still_that_count() -> None:
    assert [(m.value, m.unit) for m in only("14推进中，办理新设企业230余户").measures] == [(230, "户")]


def test_a_large_number_with_a_comma_is_one_figure() -> None:
    assert [(m.value, m.unit) for m in only("67推进中，注册商标8,046件").measures] == [(8046, "件")]


def test_a_length_of_time_is_no_task() -> None:
    item = only("还要两三周才能做完", unit=TRAFFIC)
    assert (item.task, item.measures) == ("7", ())


@pytest.mark.parametrize("text", ["14推进中，设了24小时自助区", "14推进中，实行一次性告知"])
def test_a_number_within_a_word_is_no_figure(text: str) -> None:
    assert only(text).measures == ()


def test_a_bare_number_before_any_task_is_not_stored() -> None:
    reading = say("500")
    assert reading.items == ()


def test_nought_percent_is_a_task_not_begun() -> None:
    assert only("17 0%").status is Status.not_started


def test_places_joined_by_and_are_both_places() -> None:
    assert told("第1和第3个已完成，第2个没启动", reply_to=("10", "13", "17")) == {
        "10": "done",
        "17": "done",
        "13": "not_started",
    }


def test_both_ends_of_a_range_with_a_unit_are_figures_and_no_codes() -> None:
    reading = say("14开办时间12-25个工作日，推进中")
    assert [item.task for item in reading.items] == ["14"]
    assert sorted(m.value for m in reading.items[0].measures) == [12, 25]


def test_a_range_of_tasks_with_a_counting_word_stays_one() -> None:
    assert set(told("12-14项均已完成")) == {"12", "13", "14"}


def test_english_places_count_from_either_end() -> None:
    assert told("the first two are done, last one no change", reply_to=("10", "13", "17")) == {
        "10": "done",
        "13": "done",
        "17": "no_change",
    }


def test_the_last_one_of_no_list_is_the_last_message() -> None:
    assert say("ignore the last one").kind is ReadingKind.undo


@pytest.mark.parametrize("text", ["14批了40亩，正常推进", "14本轮检查3次，正常推进"])
def test_a_code_runs_into_the_word_behind_it(text: str) -> None:
    assert set(told(text)) == {"14"}


def test_money_spoken_has_the_unit_that_it_has_written() -> None:
    (measure,) = only("14本月兑付五百六十万元").measures
    assert (measure.value, measure.unit) == (560, "万元")


def test_the_first_three_by_the_end_of_the_month_are_no_three_months() -> None:
    assert set(told("前三个月底前能完成", reply_to=("10", "13", "17", "25"))) == {"10", "13", "17"}
