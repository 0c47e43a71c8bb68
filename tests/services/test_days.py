"""A day ahead as it is typed: what is past or does not exist is said, never moved silently to another year."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import Refused
from bot.locale import Voice
from bot.services.days import read_day

TODAY = date(2022, 8, 24)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2022-10-15", date(2022, 10, 15)),
        ("9月底", date(2022, 9, 30)),
        ("到 9月 10日", date(2022, 9, 10)),
        ("8月", date(2022, 8, 31)),
        ("8月24日", TODAY),
        ("3月底", date(2023, 3, 31)),
        ("1月10日", date(2023, 1, 10)),
        ("明年一季度", date(2023, 3, 31)),
        ("2023年8月1日", date(2023, 8, 1)),
    ],
)
def test_a_day_ahead_is_read(words: str, day: date) -> None:
    assert read_day(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("8月1日", "“8月1日”已经过去；如指明年，请写 2023-08-01"),
        ("6月底", "“6月底”已经过去；如指明年，请写 2023-06-30"),
        ("2021-01-01", "“2021-01-01”已经过去，请写今后的日期"),
        ("昨天", "“昨天”已经过去，请写今后的日期"),
        ("2月30日", "没有“2月30日”这一天"),
        ("13月5日", "没有“13月5日”这一天"),
        ("2022年13月", "没有“2022年13月”这一天"),
        ("9月31日", "没有“9月31日”这一天"),
        ("13月", "没有“13月”这一天"),
        ("2022-13-01", "没有“2022-13-01”这一天"),
        ("2022-02-31", "没有“2022-02-31”这一天"),
        ("再议", "没看懂日期：再议"),
    ],
)
def test_what_is_past_or_does_not_exist_is_said(words: str, said: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_day(words, TODAY)
    assert refusal.value.tell(Voice("zh_CN")).startswith(said)
