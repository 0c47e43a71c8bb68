"""A notice to all units that was passed on reports nothing."""

from __future__ import annotations

import pytest

from bot.replies.notices import is_notice
from storage.kinds import ReadingKind
from tests.replies.office import say

PASSED_ON = (
    "各责任单位:请于8月30日前将三年行动方案进展报送营商办。",
    "转发:各牵头部门,请务必在周五下班前完成系统填报。",
    "(县营商办)各位联络员:请及时更新任务14的进展,完成时限为12月。",
    "各乡镇:请认真落实。",
)


@pytest.mark.parametrize("text", PASSED_ON)
def test_a_demand_addressed_to_all_is_a_notice(text: str) -> None:
    assert is_notice(text)


@pytest.mark.parametrize("text", PASSED_ON)
def test_a_notice_stores_nothing_even_with_a_task_and_a_date_in_it(text: str) -> None:
    assert say(text).items == ()


@pytest.mark.parametrize(
    "text",
    [
        "14已完成,各乡镇均已覆盖",
        "各成员单位都已报来数据,14推进中",
        "各责任单位:14已完成",
        "请各单位支持,14还差税务数据",
        "领导好:14推进中,请于下周再催办",
    ],
)
def test_a_report_that_speaks_of_all_units_or_asks_something_is_none(text: str) -> None:
    assert not is_notice(text)


def test_an_address_far_down_the_message_makes_no_notice() -> None:
    assert not is_notice("14推进中," + "组织培训、走访企业、核对名单," * 12 + "\n各单位:请按时报送")


def test_a_report_that_mentions_all_units_is_read() -> None:
    assert [item.task for item in say("14推进中，已发函请各有关单位核对数据").items] == ["14"]


@pytest.mark.parametrize("text", ["新年快乐！2023一切顺利🎉", "祝大家中秋快乐，阖家幸福"])
def test_good_wishes_report_nothing(text: str) -> None:
    assert say(text).kind is ReadingKind.chat


def test_a_report_behind_good_wishes_counts() -> None:
    assert say("新年好，14一切顺利").kind is ReadingKind.progress
