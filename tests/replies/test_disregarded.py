"""Numbers that are neither progress nor a figure worth keeping: changes, goals, what is denied, counts of tasks."""

from __future__ import annotations

import pytest

from storage.kinds import ReadingKind
from tests.replies.office import only, say, told


def figures(text: str) -> list[float]:
    """Return the values kept of a one-task message, its percent among them."""
    item = only(text)
    return [*([item.percent] if item.percent is not None else []), *(m.value for m in item.measures)]


@pytest.mark.parametrize(
    "text",
    [
        "同比增长9%",
        "较去年压缩1.5天",
        "网办率提升了3.2个百分点",
        "发放量是去年的2倍",
        "排名比上季度上升3位",
        "比年初多了40户",
    ],
)
def test_by_how_much_something_changed_is_left_out(text: str) -> None:
    assert figures(f"14推进中，{text}") == []


@pytest.mark.parametrize(("text", "kept"), [("网办率提高到95%", 95), ("时限压到0.4个工作日", 0.4)])
def test_to_what_it_came_is_kept(text: str, kept: float) -> None:
    assert figures(f"14推进中，{text}") == [kept]


@pytest.mark.parametrize("text", ["目标400件", "力争达到350件", "预计年底能到320件", "计划再申请60件"])
def test_what_is_aimed_at_is_left_out(text: str) -> None:
    assert figures(f"67推进中，{text}") == []


def test_what_was_reached_of_a_goal_is_kept() -> None:
    assert 72 in figures("67完成年度目标的72%")


@pytest.mark.parametrize("text", ["14不是70%，是75%", "14由40%改为75%", "14 60%报高了，改成75%"])
def test_of_a_number_put_right_only_the_right_one_counts(text: str) -> None:
    assert only(text).percent == 75


@pytest.mark.parametrize("text", ["没有达到90%", "未完成100%"])
def test_what_is_denied_is_left_out(text: str) -> None:
    assert figures(f"14推进中，{text}") == []


@pytest.mark.parametrize("text", ["每周调度1次", "每月走访20户", "人员请假三天"])
def test_what_happens_every_so_often_is_left_out(text: str) -> None:
    assert figures(f"14推进中，{text}") == []


def test_how_often_something_was_done_is_kept() -> None:
    assert figures("14推进中，本月调度3次") == [3]


@pytest.mark.parametrize(
    "text", ["我局牵头的12项任务，14推进中", "10、12、13三项都推进中", "14推进中，这两项工作一并抓"]
)
def test_a_count_of_tasks_is_left_out(text: str) -> None:
    items = say(text).items
    assert items
    assert all(item.measures == () for item in items)


def test_two_tasks_counted_behind_their_numbers_have_no_figure() -> None:
    assert told("12、13两项都已完成") == {"12": "done", "13": "done"}


def test_time_that_something_will_take_is_no_figure() -> None:
    assert figures("14推进中，3天内上报细则") == []


def test_a_goal_takes_only_its_own_number() -> None:
    (item,) = say("67商标目标100件现在新增81件").items
    assert [m.value for m in item.measures] == [81]


def test_what_is_alike_is_no_figure() -> None:
    assert not only("14跟政府办一个口径，已推进").measures


def test_points_of_self_service_are_a_figure() -> None:
    assert [m.value for m in only("14新增3处自助区").measures] == [3]


def test_of_two_figures_of_which_one_was_wrong_the_right_one_is_kept() -> None:
    (item,) = say("14上月所报“新增5处”应为“新增3处”，请予更正").items
    assert [m.value for m in item.measures] == [3]


def test_what_is_left_of_things_is_a_figure() -> None:
    assert [m.value for m in only("14发现21个，已整改17个，剩余4个正盯着改").measures] == [21, 17, 4]


def test_what_hinders_is_not_counted() -> None:
    assert not only("14推进中，两家系统没打通").measures


def test_the_one_that_is_left_is_of_the_obstacle() -> None:
    assert only("14已清零，还有一笔争议款谈不拢").measures == ()


@pytest.mark.parametrize("text", ["14新增一家", "14还有3笔争议款谈不拢"])
def test_others_are_counted(text: str) -> None:
    assert len(only(text).measures) == 1


def test_how_often_a_leading_group_met_is_a_figure() -> None:
    assert [(m.value, m.unit) for m in only("14领导小组开会2次，正常推进").measures] == [(2, "次")]


def test_a_leading_group_that_has_to_approve_is_waited_for_within_the_house() -> None:
    assert say("14等领导小组审定").kind is ReadingKind.pending


@pytest.mark.parametrize("text", ["14专利298件（目标300件、8200件）", "14目标300件、8200件，现298件"])
def test_a_list_that_begins_with_a_goal_is_of_goals(text: str) -> None:
    assert figures(text) == [298]


def test_a_goal_that_was_reached_begins_no_such_list() -> None:
    assert figures("14完成目标300件、走访20家") == [300, 20]
