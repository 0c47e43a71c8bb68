"""A status above a list of tasks, in a line of its own."""

from __future__ import annotations

from tests.replies.office import told


def test_a_heading_is_said_of_every_line_that_only_names_a_task() -> None:
    text = "已完成：\n10 企业名称自主申报\n12 便利开户\n推进中：\n14 压减时间\n未启动：\n64 柔性监管"
    assert told(text) == {"10": "done", "12": "done", "14": "in_progress", "64": "not_started"}


def test_a_line_with_a_statement_of_its_own_keeps_that() -> None:
    assert told("已完成：\n10 企业名称自主申报\n14 压减时间完成60%") == {"10": "done", "14": "in_progress"}


def test_a_status_before_a_task_in_the_same_line_is_no_heading() -> None:
    assert told("已完成：10\n14 窗口9个") == {"10": "done", "14": "in_progress"}
