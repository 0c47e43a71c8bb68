"""What the cells of a table's row say of its task: number, units, time, stages, targets."""

from __future__ import annotations

from bot.plan.blocks import Cell, Row
from bot.plan.columns import Columns
from bot.plan.deadlines import read_deadline
from bot.plan.duty import Manner, read_duty
from bot.plan.rows import ITEM, RawTask, clean_number, plain, squeeze
from bot.plan.statements import take_duties
from bot.plan.targets import parse_targets

_MISSING = {"", "-", "—", "——", "/", "／", "无", "--", "N/A", "n/a"}


def cell_of(row: Row, i: int | None) -> Cell:
    """Return a row's cell, an empty one beyond its end."""
    return row.cells[i] if i is not None and i < len(row.cells) else Cell("")


def pull_number(title: str, wanted: bool) -> tuple[str, str]:
    """Take the number off the beginning of a title, where there is no column for it."""
    match = ITEM.match(title) if wanted else None
    if not match or not title[match.end() :].strip():
        return title, ""
    return title[match.end() :].strip(" *　"), clean_number(next(g for g in match.groups() if g))


def fill_duty(task: RawTask, row: Row, c: Columns, manner: Manner) -> None:
    """Fill in who is responsible and until when."""
    lead_text = "\n".join(t for t in (plain(cell_of(row, i).text) for i in c.lead) if t not in _MISSING)
    support_text = "\n".join(t for t in (plain(cell_of(row, i).text) for i in c.support) if t not in _MISSING)
    duty = read_duty(lead_text, manner) if lead_text else None
    if duty:
        task.lead, task.support = duty.lead, duty.support
        task.deadline_text = duty.deadline_text
    if support_text:
        more = read_duty(support_text, Manner())
        for name in more.lead + more.support:
            if name not in task.support:
                task.support.append(name)
    times = [t for t in (plain(cell_of(row, i).text) for i in c.deadline) if t]
    if times:
        task.deadline_text = _latest(times)
    for i, head in c.stages:
        text = squeeze(plain(cell_of(row, i).text))
        if text not in _MISSING:
            task.stages.append((head, text))
    task.no_deadline_column = not c.deadline and not c.stages
    if not c.lead and not c.support:
        found = take_duties(task.description or task.title, manner)
        for part in found[:1]:
            task.lead, task.support = part.duty.lead, part.duty.support
            task.deadline_text = task.deadline_text or part.duty.deadline_text
    if c.targets and c.title not in c.targets:
        said = "；".join(plain(cell_of(row, i).text) for i in c.targets if cell_of(row, i).text.strip())
        listed = parse_targets(said)
        task.targets = listed or None


def _latest(times: list[str]) -> str:
    """Of several time columns take the end: 开始时间, 完成时间."""
    if len(times) == 1:
        return times[0]
    dated = [t for t in times if read_deadline(t, 2000).deadline is not None]
    return dated[-1] if dated else times[-1]
