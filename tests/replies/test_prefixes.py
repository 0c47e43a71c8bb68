"""What was said before any task was named, and whether it is the first task's own."""

from __future__ import annotations

import pytest

from tests.replies.office import only, say


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("银行开户已办420户，任务12推进中", 420, "户"),
        ("简易注销公告压到18天，17推进中", 18, "天"),
        ("平均用时0.4天，14达标", 0.4, "天"),
        ("网办率96%，14推进中", 96, "%"),
    ],
)
def test_figures_before_the_only_task_are_its_own(text: str, value: float, unit: str) -> None:
    assert [(m.value, m.unit) for m in only(text).measures] == [(value, unit)]


def test_figures_before_several_tasks_belong_to_none() -> None:
    reading = say("办了420户。33推进中，17也在推进")
    assert [(item.task, item.measures) for item in reading.items] == [("33", ()), ("17", ())]


def test_an_obstacle_before_the_only_task_is_its_own() -> None:
    assert only("税务接口还没通，14推进中").problem == "税务接口还没通"


def test_words_that_may_mean_the_task_are_its_own() -> None:
    assert only("企业退出机制已印发17可以结了").task == "17"


@pytest.mark.parametrize("text", ["领导好，本月情况如下：14推进中", "汇报如下，14推进中", "收到，14推进中"])
def test_a_greeting_before_a_task_says_nothing_of_it(text: str) -> None:
    item = only(text)
    assert (item.task, item.measures, item.problem) == ("14", (), None)


def test_a_question_before_a_task_is_not_its_own() -> None:
    reading = say("请问怎么填？14推进中")
    assert reading.asks
    assert [item.task for item in reading.items] == ["14"]


def test_a_statement_of_another_task_before_is_not_its_own() -> None:
    reading = say("柔性监管已完成，17推进中")
    assert [(i.task, i.status and i.status.value) for i in reading.items] == [("64", "done"), ("17", "in_progress")]
