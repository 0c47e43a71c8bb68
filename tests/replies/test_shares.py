"""Shares: whether one is how far the task is, or the value of an indicator."""

from __future__ import annotations

import pytest

from tests.replies.office import only


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("14进度七成", 70),
        ("14大约四成半", 45),
        ("14整体完成率80%", 80),
        ("14做到65%了", 65),
        ("压减开办企业时间完成75%", 75),
        ("14自查做到八成", 80),
        ("14 overall 40%", 40),
    ],
)
def test_a_share_said_of_the_task_is_its_percent(text: str, percent: int) -> None:
    assert only(text).percent == percent


@pytest.mark.parametrize(
    ("text", "value"),
    [("14网办率96%", 96), ("14推进中，合格率达到88%", 88), ("14推进中，好评率为99%", 99), ("56覆盖率100%", 100)],
)
def test_a_share_of_an_indicator_is_a_figure(text: str, value: float) -> None:
    item = only(text)
    assert (item.percent, [m.value for m in item.measures]) == (None, [value])


@pytest.mark.parametrize(("text", "percent"), [("14还差10%", 90), ("14还剩两成", 80), ("14就剩15%没做", 85)])
def test_what_is_left_is_taken_off_the_whole(text: str, percent: int) -> None:
    assert only(text).percent == percent


@pytest.mark.parametrize(
    "text", ["14推进中，系统设备安装完成70%", "14推进中，园区绿化完成90%", "14推进中，主体装修完成60%"]
)
def test_a_share_of_some_part_of_the_work_is_neither(text: str) -> None:
    assert only(text).percent is None


@pytest.mark.parametrize(
    "text", ["14不到60%", "14推进中，还不足一半", "14超过95%的企业当天办结", "14 ongoing, 96% of firms online"]
)
def test_less_than_so_much_or_so_much_of_others_is_no_percent(text: str) -> None:
    assert only(text).percent is None


def test_to_the_tenth_only_an_indicator_is_told() -> None:
    assert only("14网办率92.4%").percent is None
    assert only("14已完成92.4%").percent == 92


def test_an_indicator_before_a_colon_owns_the_share_behind_it() -> None:
    item = only("14：网办率：97%")
    assert (item.percent, [m.value for m in item.measures]) == (None, [97])


def test_a_whole_of_an_indicator_does_not_end_the_task() -> None:
    status = only("56公示率100%").status
    assert status is not None
    assert status.value == "in_progress"


def test_behind_a_tasks_title_with_a_colon_a_share_is_the_tasks() -> None:
    assert only("建立公平竞争审查制度：80%，10月底前完成").percent == 80


def test_behind_an_indicator_with_a_colon_it_is_not() -> None:
    assert only("14网办率：93%").percent is None


@pytest.mark.parametrize("text", ["80%嗯", "80%嗯，", "80%好。", "80%哎", "完成80%哈"])
def test_a_word_of_assent_behind_a_share_is_not_part_of_it(text: str) -> None:
    assert only(text, reply_to=("14",)).percent == 80
