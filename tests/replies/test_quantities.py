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


def test_a_broken_number_of_working_days_in_english_is_a_measure():
    assert [m.value for m in only("14 - done, 0.5 working day, online rate 95.1%").measures] == [0.5, 95.1]


@pytest.mark.parametrize("text", ["11户数到2980了", "11户数达2980"])
def test_what_a_count_has_come_to_is_a_measure(text):
    assert [m.value for m in only(text).measures] == [2980]


@pytest.mark.parametrize("text", ["14完成到60了", "14推到60%"])
def test_what_a_task_has_come_to_is_none(text):
    assert not only(text).measures


def test_a_number_behind_the_name_of_a_count_and_a_colon_is_a_measure() -> None:
    assert [m.value for m in only("11 用户数：2980").measures] == [2980]


def test_so_many_english_things_behind_a_tasks_number_are_no_task() -> None:
    item = only("Task 14: 17 windows opened.")
    assert (item.task, [m.value for m in item.measures]) == ("14", [17])


def test_one_behind_a_tasks_name_counts_nothing():
    item = only("持续深化不动产登记改革一项，申请延期至2022年12月底", unit="县规划自然资源局")
    assert (item.status, item.measures) == (None, ())


def test_one_behind_a_verb_counts():
    assert [m.value for m in only("14新增改革试点一项").measures] == [1]


def test_the_unit_behind_one_bound_is_that_of_the_other_as_well() -> None:
    found = [(m.value, m.unit) for m in only("14审批最快12最长45个工作日").measures]
    assert found == [(12, "个工作日"), (45, "个工作日")]


def test_a_bound_without_a_unit_of_the_other_is_no_figure() -> None:
    assert [m.value for m in only("14最快9月，走访45户").measures] == [45]
