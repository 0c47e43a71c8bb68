"""Shares and amounts: which is how far the task is."""

import pytest

from tests.replies.office import only, say


@pytest.mark.parametrize(
    ("text", "percent"),
    [("14推到65%了", 65), ("14 约70", 70), ("14差两成", 80), ("14窗口改造这块做到90%，整项看也就六成", 60)],
)
def test_a_share_is_how_far_the_task_is(text, percent):
    assert only(text).percent == percent


def test_a_grouped_figure_alone_is_no_task_and_no_percent():
    assert not say("1,032").items


def test_the_grade_of_a_line_is_no_measure():
    assert [m.value for m in only("14，10kV线路平均26个工作日").measures] == [26.0]


def test_a_share_of_things_at_the_head_is_a_figure() -> None:
    item = only("15 80%的村已建便民点")
    assert (item.percent, [m.value for m in item.measures]) == (None, [80])


def test_up_so_many_points_is_a_change() -> None:
    assert not only("17 progress 55%, up 10 points from last month").measures
