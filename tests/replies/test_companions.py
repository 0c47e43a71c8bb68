"""With whom something was done says nothing of what was done."""

from __future__ import annotations

import pytest

from tests.replies.office import told


@pytest.mark.parametrize("text", ["14和发改委一起办结", "14跟财政局一道做完了", "14与税务局联合办结", "14一并办结了"])
def test_a_task_finished_with_another_unit_is_done(text: str) -> None:
    assert told(text) == {"14": "done"}


@pytest.mark.parametrize("text", ["14和发改委一起完成方案", "14和发改委一起推进", "14等发改委一起办结"])
def test_a_step_taken_together_is_not(text: str) -> None:
    assert told(text) != {"14": "done"}


def test_tasks_finished_together_are_done() -> None:
    assert told("10和13一起办结") == {"10": "done", "13": "done"}
