"""Days and months that do not exist are found in a report, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from bot.replies import hangs_on_no_such_day, no_such_days


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4完成60%，预计2月30日完成", ["2月30日"]),
        ("13月：4完成60%", ["13月"]),
        ("13月5日前完成6", ["13月5日"]),
        ("１３月底完成", ["13月"]),
        ("十三月底完成", ["十三月"]),
        ("0月完成", ["0月"]),
        ("2022年13月报", ["2022年13月"]),
        ("预计2022-13-01，最迟2022-02-31", ["2022-13-01", "2022-02-31"]),
        ("9月31号上线，9月31号前报", ["9月31号"]),
        ("2023年2月29日完成", ["2023年2月29日"]),
        ("13月份进展", ["13月份"]),
    ],
)
def test_what_does_not_exist_is_found(text: str, found: list[str]) -> None:
    assert no_such_days(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "4完成60%，12月31日完成",
        "2月29日前印发",  # there may be one
        "二十个月内完成，工期18月，历时15月",
        "十月底、十一月、十二月",
        "13个月，第13月，1.13月",
        "2022-12-01，奉府〔2022〕13号，电话023-5655-13-1",
        "13日，13号前，5-13",
        "22年1月起",
        "",
    ],
)
def test_what_exists_or_is_no_day_is_not(text: str) -> None:
    assert no_such_days(text) == []
    assert not hangs_on_no_such_day(text)


@pytest.mark.parametrize("text", ["13月5日前完成6", "6 13月完成", "6已于2月30日办结"])
def test_what_is_said_hangs_on_the_day(text: str) -> None:
    assert hangs_on_no_such_day(text)


@pytest.mark.parametrize("text", ["13月：6办结", "13月进展情况 6办结", "13月份月报：6办结"])
def test_a_head_above_it_is_no_part_of_what_is_said(text: str) -> None:
    assert not hangs_on_no_such_day(text)
