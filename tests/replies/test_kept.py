"""What is said of a task in several places is put together, or asked about."""

from __future__ import annotations

from datetime import date

from bot.replies import DoubtKind
from storage.kinds import Status
from tests.replies.office import only, say, told


def kinds(text: str) -> list[DoubtKind]:
    """Return what is asked back about a message."""
    return [doubt.kind for doubt in say(text).doubts]


def test_a_percent_and_a_day_told_apart_are_one_item() -> None:
    item = only("25完成70%。25预计11月底完成")
    assert (item.percent, item.expected) == (70, date(2022, 11, 30))


def test_what_stands_apart_is_put_together() -> None:
    reading = say("25完成70%；33推进中；25预计11月底完成")
    first = next(item for item in reading.items if item.task == "25")
    assert (first.percent, first.expected) == (70, date(2022, 11, 30))
    assert [item.task for item in reading.items] == ["25", "33"]


def test_two_different_percents_are_asked_about() -> None:
    assert kinds("25完成70%；25完成40%") == [DoubtKind.conflict]


def test_done_here_and_not_begun_there_is_asked_about() -> None:
    assert DoubtKind.conflict in kinds("25已完成；33推进中；25还没启动")


def test_until_it_is_asked_the_item_claims_the_less() -> None:
    item = next(i for i in say("25已完成；33推进中；25完成80%").items if i.task == "25")
    assert (item.status, item.percent) == (Status.in_progress, 80)


def test_what_fits_together_is_not_asked_about() -> None:
    assert kinds("25完成70%；33推进中；25仍在推进") == []


def test_a_statement_about_fewer_tasks_replaces_one_about_many() -> None:
    assert told("10-13都推进中，其中12已办结") == {
        "10": "in_progress",
        "11": "in_progress",
        "12": "done",
        "13": "in_progress",
    }


def test_the_day_said_of_many_stays_with_what_is_said_of_one() -> None:
    reading = say("12、13预计10月底完成，其中13完成80%")
    item = next(i for i in reading.items if i.task == "13")
    assert (item.percent, item.expected) == (80, date(2022, 10, 31))


def test_a_task_that_is_as_the_one_above_takes_its_status() -> None:
    assert told("25已完成\n33同上") == {"25": "done", "33": "done"}


def test_a_day_behind_today_is_asked_about() -> None:
    assert kinds("25预计2022年6月底完成") == [DoubtKind.past_date]


def test_a_day_behind_today_of_what_is_done_is_not() -> None:
    assert kinds("25 6月底已完成") == []


def test_done_here_and_going_on_there_is_asked_about_and_claims_the_less() -> None:
    reading = say("25已完成；33推进中；25推进中")
    assert [d.kind for d in reading.doubts] == [DoubtKind.conflict]
    assert reading.items[0].status is Status.in_progress


def test_a_figure_said_twice_is_kept_once() -> None:
    assert len(only("31推进中，查处案件6件；31查处案件6件").measures) == 1


def test_behind_a_slip_all_that_is_told_anew_counts_anew() -> None:
    reading = say("25 40%，33 60%，写反了，25 60%，33 40%")
    assert {item.task: item.percent for item in reading.items} == {"25": 60, "33": 40}
    assert not reading.doubts


def test_a_reason_before_what_is_told_anew_is_no_fault() -> None:
    reading = say("因停电，25 40%，33 60%，写反了，25 60%，33 40%")
    assert {item.task: item.percent for item in reading.items} == {"25": 60, "33": 40}
