"""Every task of the plan, told by its number and by its title, is read right whatever words the title has."""

from __future__ import annotations

from datetime import date

import pytest

from bot.replies import Item, TaskView, read
from tests.replies.office import TODAY, built_in

SAID = {
    "{}已完成": ("done", None, None, False),
    "{}办结": ("done", None, None, False),
    "{}完成60%": ("in_progress", 60, None, False),
    "{}正常推进": ("in_progress", None, None, False),
    "{}：60%，预计10月底完成": ("in_progress", 60, date(2022, 10, 31), False),
    "{}卡在资金上": ("blocked", None, None, True),
    "{}推进慢，人手不够": ("in_progress", None, None, True),
    "{}无变化": ("no_change", None, None, False),
    "{}还没启动": ("not_started", None, None, False),
}


def facts(item: Item) -> tuple[object, ...]:
    """Return what a reading says of a task."""
    return (item.status, item.percent, item.expected, bool(item.problem))


def misread(task: TaskView, heads: list[str]) -> list[str]:
    """Return what is not read as it is meant."""
    wrong: list[str] = []
    for head in heads:
        for said, meant in SAID.items():
            reading = read(said.format(head), unit=task.lead[0], today=TODAY, ledger=built_in())
            if [item.task for item in reading.items] != [task.code] or facts(reading.items[0]) != meant:
                wrong.append(said.format(head))
            elif reading.items[0].measures:
                wrong.append(f"{said.format(head)}: a figure")
    return wrong


@pytest.mark.parametrize("task", built_in().tasks.values(), ids=lambda task: task.code)
def test_a_task_told_by_its_number_or_its_title_is_read_right(task: TaskView) -> None:
    alone = [t.title for t in built_in().tasks.values() if task.lead[0] in (*t.lead, *t.support)].count(task.title) == 1
    heads = [task.code, f"{task.code} ", f"{task.code}{task.title}", f"任务{task.code}{task.title}"]
    assert misread(task, [*heads, task.title] if alone else heads) == []
