"""Lists and ranges of task numbers, and the bare number behind a task's own."""

from __future__ import annotations

import pytest

from bot.replies import DoubtKind
from tests.replies.office import only, say, told


def going(*codes: str) -> dict[str, str]:
    """Return the tasks as all in progress."""
    return dict.fromkeys(codes, "in_progress")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("10~13推进中", ("10", "11", "12", "13")),
        ("10至12、14推进中", ("10", "11", "12", "14")),
        ("31/33/67推进中", ("31", "33", "67")),
        ("10及12、16推进中", ("10", "12", "16")),
        ("63 64 67推进中", ("63", "64", "67")),
        ("task 12, 13 and 16 ongoing", ("12", "13", "16")),
        ("10 through 12 ongoing", ("10", "11", "12")),
    ],
)
def test_every_mark_of_a_list_or_range_is_known(text: str, codes: tuple[str, ...]) -> None:
    assert told(text) == going(*codes)


def test_a_range_that_falls_is_two_numbers() -> None:
    assert told("13-10推进中") == going("13", "10")


def test_an_unknown_number_of_a_list_is_refused_and_the_others_are_taken() -> None:
    reading = say("10、12、200推进中")
    assert [item.task for item in reading.items] == ["10", "12"]
    assert [(refusal.task, refusal.why) for refusal in reading.refused] == [("200", "unknown_task")]


@pytest.mark.parametrize(
    ("text", "percent"), [("14 65", 65), ("14=80", 80), ("14:85", 85), ("14已有80了", 80), ("14约70", 70)]
)
def test_a_bare_number_behind_a_tasks_own_is_its_percent(text: str, percent: int) -> None:
    item = only(text)
    assert (item.task, item.percent) == ("14", percent)


def test_a_bare_number_that_is_an_open_code_too_is_asked_about() -> None:
    reading = say("14：13")
    assert [doubt.kind for doubt in reading.doubts] == [DoubtKind.number_or_percent]
    assert reading.items == ()


@pytest.mark.parametrize("text", ["14 130", "14:250", "14 2022"])
def test_a_number_beyond_a_hundred_is_no_percent(text: str) -> None:
    assert all(item.percent is None for item in say(text).items)


def test_behind_a_statement_the_last_number_opens_what_follows() -> None:
    assert told("已完成12，13还在走程序") == {"12": "done", "13": "in_progress"}


def test_a_number_before_the_end_of_a_month_is_a_task_where_it_is_an_open_code() -> None:
    assert told("3和10月底能完成") == going("3", "10")
    assert told("3和9月底能完成") == going("3")


def test_a_month_behind_a_list_mark_is_a_month_where_it_is_to_come() -> None:
    assert told("13、10月底完成") == going("13")


@pytest.mark.parametrize("text", ["12 50强企业已走访", "12 13号楼网点已走访", "12、30余家银行已走访"])
def test_a_number_with_a_word_of_its_own_is_none_of_the_list(text: str) -> None:
    assert told(text) == going("12")
