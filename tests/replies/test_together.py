"""Several tasks named by their titles in one breath."""

from __future__ import annotations

import pytest

from bot.replies import Reading
from tests.replies.office import say, told


def codes(reading: Reading) -> list[str | None]:
    """Return the tasks of a reading, in their order."""
    return [item.task for item in reading.items]


@pytest.mark.parametrize("mark", ["和", "与", "跟", "、", "及"])
def test_names_joined_at_the_head_are_each_a_task(mark: str) -> None:
    assert told(f"知识产权保护{mark}柔性监管都推进中") == {"67": "in_progress", "64": "in_progress"}


def test_what_is_said_is_said_of_each() -> None:
    reading = say("保税仓与跨境电商示范区都完成七成", unit="县商务委")
    assert [(item.task, item.percent) for item in reading.items] == [("77", 70), ("76", 70)]


def test_three_names_may_stand_together() -> None:
    assert told("企业退出机制、公平竞争审查和柔性监管都已完成") == dict.fromkeys(("17", "25", "64"), "done")


def test_one_title_with_and_in_it_is_one_task() -> None:
    assert codes(say("业务指导和培训推进中", unit="县政府办公室")) == ["38"]
    assert codes(say("政策汇编和宣传推进中", unit="县民营经济促进中心")) == ["92"]


def test_where_one_of_the_names_means_several_tasks_it_is_asked_about() -> None:
    reading = say("政府采购和招投标推进中", unit="县财政局")
    assert codes(reading) == [None]
    assert len(reading.candidates) > 1


def test_a_name_and_a_plain_word_are_not_two_tasks() -> None:
    assert codes(say("知识产权保护和宣传推进中")) == ["67"]


def test_another_units_name_beside_an_own_one_is_not_taken_for_own() -> None:
    assert "77" not in codes(say("知识产权保护和保税仓推进中"))


def test_names_behind_a_statement_are_not_joined_to_it() -> None:
    assert told("公平竞争审查已完成，和去年一样").keys() == {"25"}


@pytest.mark.parametrize("these", ["以上两项", "这两项"])
def test_tasks_that_were_only_listed_are_reported_by_what_is_said_of_them_together(these: str) -> None:
    reading = say(f"14 压减开办企业时间\n17 企业退出机制\n{these}材料等局长审签后报")
    assert (reading.kind.value, reading.items) == ("pending", ())


def test_a_listed_task_with_something_said_of_it_keeps_that() -> None:
    assert told("14 已完成\n17 企业退出机制推进中\n以上两项材料等局长审签后报") == {"14": "done", "17": "in_progress"}
