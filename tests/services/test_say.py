from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from bot.locale import Voice, dates
from bot.services import say
from storage.models import Task

ZH, EN = Voice("zh_CN"), Voice("en")
DAY = date(2022, 8, 31)
AT = datetime(2022, 8, 28, 17, 5, tzinfo=None)  # noqa: DTZ001 (local already: only its words matter)


def _task(**values: Any) -> Task:
    return Task(plan_id=1, code="15", number="15", position=0, title="持续提升\n开办企业便利度", **values)


@pytest.mark.parametrize(
    ("said", "chinese", "english"),
    [
        (say.day, "8月31日", "31 August"),
        (say.day_week, "8月31日（周三）", "Wed 31 August"),
        (say.date_only, "31日", "31 August"),
        (say.date_week, "31日（周三）", "Wed 31 August"),
        (say.month, "8月", "August"),
        (say.year_month, "2022年8月", "August 2022"),
        (say.full_day, "2022年8月31日", "31 August 2022"),
        (say.when, "2022年8月", "August 2022"),
    ],
)
def test_dates_are_said_as_people_write_them(said: object, chinese: str, english: str) -> None:
    assert callable(said)
    assert (said(ZH, DAY), said(EN, DAY)) == (chinese, english)


def test_the_year_is_said_only_where_it_is_another_one() -> None:
    assert say.day(ZH, DAY, today=date(2022, 1, 1)) == "8月31日"
    assert say.day(ZH, DAY, today=date(2023, 1, 1)) == "2022年8月31日"
    assert say.day_week(EN, DAY, today=date(2023, 1, 1)) == "Wed 31 August 2022"
    assert say.month(ZH, DAY, today=date(2023, 1, 1)) == "2022年8月"


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2024, 2, 29), "2024年2月"), (date(2023, 2, 28), "2023年2月"), (date(2024, 2, 28), "2024年2月28日")],
)
def test_a_month_s_last_day_is_said_as_the_month(day: date, words: str) -> None:
    assert say.when(ZH, day) == words


def test_moments_are_said_to_the_minute_and_of_a_summary_to_the_hour() -> None:
    assert (say.moment(ZH, AT), say.moment(EN, AT), say.clock(AT)) == ("8月28日17:05", "28 August 17:05", "17:05")
    assert dates.hour(ZH, AT, month=date(2022, 8, 1)) == "28日17时"
    assert dates.hour(ZH, AT, month=date(2022, 7, 1)) == "8月28日17时"
    assert dates.hour(ZH, AT, month=date(2021, 12, 1)) == "2022年8月28日17时"


def test_a_task_is_named_by_code_and_title_on_one_line_clipped() -> None:
    assert say.title(_task()) == "15 持续提升 开办企业便利度"
    assert say.title(_task(), 6) == "15 持续提升 …"


def test_a_deadline_is_a_month_a_day_or_what_stands_in_its_place() -> None:
    assert say.deadline(ZH, _task(deadline=DAY)) == "2022年8月"
    assert say.deadline(ZH, _task(deadline=date(2022, 8, 15))) == "2022年8月15日"
    assert say.deadline(ZH, _task(ongoing=True)) == "长期坚持"
    assert (say.deadline(ZH, _task()), say.deadline(EN, _task())) == ("无完成时限", "no deadline")
