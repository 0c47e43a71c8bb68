"""The units that numbers are counted in, and when a Chinese numeral before one is a count."""

from __future__ import annotations

import pytest

from bot.replies.units import countable, read_unit, service_hours


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("户企业", "户"),
        ("万元资金", "万元"),
        ("亿元", "亿元"),
        ("万户次", "万户次"),
        ("个工作日内", "个工作日"),
        ("人次参训", "人次"),
        ("场招聘会", "场"),
        ("万", "万"),
        ("份合同", "份"),
        ("亩土地", "亩"),
    ],
)
def test_the_longest_unit_that_begins_here_is_read_with_its_scale(text: str, unit: str) -> None:
    assert read_unit(text, 0) == unit


@pytest.mark.parametrize(
    "text", ["个月", "部门", "人才引进", "项目", "条例", "名录", "场所", "批复", "户籍", "台账", "所有", "单位"]
)
def test_a_word_that_only_begins_like_a_unit_is_none(text: str) -> None:
    assert read_unit(text, 0) is None


@pytest.mark.parametrize("text", ["", "已完成", "百", "千"])
def test_where_no_unit_stands_none_is_read(text: str) -> None:
    assert read_unit(text, 0) is None


@pytest.mark.parametrize(("text", "numeral", "end"), [("走访五家", 2, 4), ("新增两条", 2, 4), ("印发十份", 2, 4)])
def test_more_than_one_of_a_thing_is_a_count(text: str, numeral: int, end: int) -> None:
    assert countable(text, numeral, 2, end)


@pytest.mark.parametrize("text", ["组织了一场,", "召开一次", "新设一家,", "另有一户没签"])
def test_one_of_a_thing_is_a_count_behind_a_deed_or_at_the_end(text: str) -> None:
    at = text.index("一")
    assert countable(text, at, 1, at + 2)


@pytest.mark.parametrize(
    "text", ["推行一次办", "一件事改革", "第一批名单", "最后一次核验", "统一套标准", "一家企业反映"]
)
def test_one_within_a_word_or_of_an_order_is_none(text: str) -> None:
    at = text.index("一")
    assert not countable(text, at, 1, at + 2)


def test_hours_of_service_are_part_of_a_name() -> None:
    assert service_hours("24小时自助办税厅", 2)
    assert service_hours("24小时不打烊", 2)


def test_hours_that_something_took_are_none() -> None:
    assert not service_hours("24小时内办结", 2)
    assert not service_hours("24小时", 2)
