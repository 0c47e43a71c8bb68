"""Dates in Chinese and English, seen from Wednesday 24 August 2022."""

from datetime import date

import pytest

from bot.replies import lexer
from bot.replies.dates import read_date
from bot.replies.english import (
    ask_dateparser,
    left_to_dateparser,
    read_day_first,
    read_english_date,
    read_english_span,
)
from bot.replies.holidays import day_of, festival
from bot.replies.lexer import lex
from bot.replies.spans import Span, add_months, after, month_end
from tests.replies.office import MARKET, built_in, only, say

TODAY = date(2022, 8, 24)
CHINESE = {
    "2022-12-31": "2022-12-31",
    "2022年12月31日": "2022-12-31",
    "12月31日前": "2022-12-31",
    "12月31前": "2022-12-31",
    "十二月三十一日": "2022-12-31",
    "8月底": "2022-08-31",
    "八月底": "2022-08-31",
    "9月上旬": "2022-09-10",
    "9月中旬": "2022-09-20",
    "9月下旬": "2022-09-30",
    "9月初": "2022-09-10",
    "9月份": "2022-09-30",
    "明年11月底": "2023-11-30",
    "明年一季度": "2023-03-31",
    "明年上半年": "2023-06-30",
    "明年年底": "2023-12-31",
    "2023年6月": "2023-06-30",
    "23年3月": "2023-03-31",
    "2023.6": "2023-06-30",
    "二〇二三年六月": "2023-06-30",
    "二季度": "2023-06-30",
    "三季度末": "2022-09-30",
    "第四季度": "2022-12-31",
    "下季度": "2022-12-31",
    "下半年": "2022-12-31",
    "年底前": "2022-12-31",
    "年内": "2022-12-31",
    "今年": "2022-12-31",
    "本月25日": "2022-08-25",
    "25日前": "2022-08-25",
    "20号": "2022-09-20",
    "本月底": "2022-08-31",
    "月底": "2022-08-31",
    "下月": "2022-09-30",
    "下个月中旬": "2022-09-20",
    "下月10号": "2022-09-10",
    "下周三": "2022-08-31",
    "下周": "2022-09-04",
    "本周五": "2022-08-26",
    "星期五": "2022-08-26",
    "周二": "2022-08-30",
    "明天": "2022-08-25",
    "后天": "2022-08-26",
    "国庆前": "2022-09-30",
    "国庆节前": "2022-09-30",
    "国庆后": "2022-10-08",
    "中秋前": "2022-09-09",
    "节前": "2022-09-09",
    "元旦前": "2022-12-31",
    "春节前": "2023-01-21",
    "年前": "2023-01-21",
    "2025年春节前": "2025-01-28",
    "9/15": "2022-09-15",
    "9-10月": "2022-10-31",
}
PAST = ("上月", "去年", "昨天", "8月以来", "1-8月", "2022年3月", "上周五")
ENGLISH = {
    "end of October": "2022-10-31",
    "Dec 15": "2022-12-15",
    "15 December": "2022-12-15",
    "Nov 30th, 2023": "2023-11-30",
    "mid-November": "2022-11-20",
    "early Nov": "2022-11-10",
    "next Friday": "2022-09-02",
    "Friday": "2022-08-26",
    "Friday next week": "2022-09-02",
    "Monday of next week": "2022-08-29",
    "Q2": "2023-06-30",
    "Q3 next year": "2023-09-30",
    "end of the year": "2022-12-31",
    "end of next month": "2022-09-30",
    "next month": "2022-09-30",
    "tomorrow": "2022-08-25",
    "before Spring Festival": "2023-01-21",
}


@pytest.mark.parametrize(("words", "day"), CHINESE.items())
def test_a_date_in_chinese_is_the_day_it_means_and_never_past(words, day):
    found = read_date(words, 0, TODAY)
    assert found is not None
    assert found.day == date.fromisoformat(day)


@pytest.mark.parametrize("words", PAST)
def test_a_time_that_is_past_by_its_words_promises_no_day(words):
    found = read_date(words, 0, TODAY)
    assert found is not None
    assert found.day is None


@pytest.mark.parametrize("words", ["完成", "一照多址", "一件事", "五十个", "32日", "13月", "11月31日以", "第三方"])
def test_what_is_no_date_is_read_as_none_or_as_less(words):
    found = read_date(words, 0, TODAY)
    assert found is None or found.end < len(words)


@pytest.mark.parametrize(("words", "day"), ENGLISH.items())
def test_a_date_in_english_is_the_day_it_means(words, day):
    found = read_english_date(words, 0, TODAY)
    assert found is not None
    assert found.day == date.fromisoformat(day)
    assert found.end == len(words)


def test_december_said_in_december_is_this_one():
    found = read_date("12月", 0, date(2022, 12, 5))
    assert found is not None
    assert found.day == date(2022, 12, 31)


def test_the_spring_festival_meant_is_that_of_the_coming_winter():
    assert festival("春节", "before", date(2022, 12, 5)) == date(2023, 1, 21)
    assert festival("春节", "before", date(2023, 2, 5)) == date(2024, 2, 9)


def test_festivals_beyond_the_table_are_not_guessed():
    assert day_of("春节", 2040) is None
    assert festival("春节", "before", date(2041, 1, 1)) is None


def test_spans_count_from_a_day():
    assert after(TODAY, Span(2, "week", 0)) == date(2022, 9, 7)
    assert after(TODAY, Span(10, "day", 0)) == date(2022, 9, 3)
    assert after(TODAY, Span(1, "month", 0)) == date(2022, 9, 24)
    # over the holiday week, its two shifted workdays counted
    assert after(date(2022, 9, 28), Span(5, "workday", 0)) == date(2022, 10, 10)


def test_a_span_of_absurd_length_raises_nothing():
    assert after(TODAY, Span(10**9, "month", 0)) == TODAY


def test_months_are_clipped_to_their_last_day():
    assert add_months(date(2022, 1, 31), 1) == date(2022, 2, 28)
    assert month_end(2023, 14) == date(2024, 2, 29)


def test_english_spans_are_read_with_words_and_digits():
    span = read_english_span("two weeks", 0)
    assert span is not None
    assert (span.count, span.unit) == (2, "week")
    assert read_english_span("10 working days", 0) == Span(10, "workday", 15)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("30-Sep-2022", "2022-09-30"),
        ("30-sept-22", "2022-09-30"),
        ("30/09/2022", "2022-09-30"),
        ("30.9.2022", "2022-09-30"),
    ],
)
def test_a_date_that_can_only_begin_with_its_day_is_read(words, day):
    found = read_day_first(words, 0, TODAY)
    assert found is not None
    assert (found.day, found.end) == (date.fromisoformat(day), len(words))


@pytest.mark.parametrize("words", ["5/9/2023", "9.15", "14-15", "31-Feb-2023", "30-Foo-2022", "30/13/2022"])
def test_one_that_may_be_read_otherwise_or_is_no_day_is_not(words):
    assert read_day_first(words, 0, TODAY) is None


@pytest.mark.parametrize(("words", "day"), [("a fortnight", "2022-09-07"), ("the day after tomorrow", "2022-08-26")])
def test_dateparser_reads_the_words_that_are_left_to_it(words, day):
    assert left_to_dateparser(words, 0) == words
    found = ask_dateparser(words, TODAY)
    assert found is not None
    assert found.day == date.fromisoformat(day)


@pytest.mark.parametrize("words", ["8月底", "12月31日前", "the third working group", "5/9/2023", "9.15", "14-15"])
def test_dateparser_is_asked_for_nothing_else(words):
    assert not left_to_dateparser(words, 0)


@pytest.mark.parametrize("text", ["2月30日", "9月31日", "13月", "13月5日", "2022年13月", "2022-02-31", "2022-13-01"])
def test_a_day_or_month_that_does_not_exist_is_none_nor_is_any_part_of_it(text: str) -> None:
    assert [read_date(text, at, TODAY) for at in range(len(text))] == [None] * len(text)


def test_a_day_that_no_year_has_is_no_date_and_no_task():
    item = only("14预计9月31号完成")
    assert (item.task, item.expected) == ("14", None)


def test_before_the_days_off_is_before_the_holiday() -> None:
    day = read_date("国庆放假前", 0, date(2022, 9, 20))
    assert day is not None
    assert day.day == date(2022, 9, 30)


def test_a_day_that_is_hard_to_keep_is_not_when_it_is_done() -> None:
    assert only("14年底前完成有困难").expected is None


@pytest.mark.parametrize("text", ["14还差功能没调好 9月5日左右完", "14缺资金 9月5日前能完成"])
def test_a_day_behind_a_space_is_that_of_the_end_not_of_the_obstacle(text: str) -> None:
    assert only(text).expected == date(2022, 9, 5)


@pytest.mark.parametrize("text", ["14没批下来 9月15日开会", "14接口没开 7月已完成对接"])
def test_a_day_of_something_else_is_none(text: str) -> None:
    assert only(text).expected is None


def test_dateparser_is_asked_once_for_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(lexer, "ask_dateparser", lambda words, today: asked.append(words))
    lex("14 in a fortnight, 17 in A fortnight; " * 50, TODAY)
    assert asked == ["a fortnight"]


def test_every_date_of_a_long_list_is_read() -> None:
    codes = [code for code in built_in().of(MARKET).open if code.isdigit()]
    for form in ("{} 预计30-Sep-2022完成", "{}: done by 30/09/2022"):
        reading = say("\n".join(form.format(code) for code in codes))
        assert {item.task: item.expected for item in reading.items} == dict.fromkeys(codes, date(2022, 9, 30))


@pytest.mark.parametrize(
    ("words", "day"), [("周末", "2022-08-28"), ("除夕", "2023-01-21"), ("过年后", "2023-01-29"), ("全年", "2022-12-31")]
)
@pytest.mark.parametrize("behind", ["", "，请放心"])
def test_a_date_is_read_at_the_very_end_of_a_message_as_before_a_mark(words: str, day: str, behind: str) -> None:
    assert only(f"14预计{words}{behind}").expected == date.fromisoformat(day)
