"""The lists behind a Summary's buttons: heading and lines, for a message that is edited in place, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.locale import Html, Voice, bold, dates, join, safe
from bot.reports.lines import TargetLine, TaskLine
from bot.reports.obstacle import bare, problem_of
from bot.reports.rows import SIGNS
from bot.reports.summary import Summary
from bot.reports.text import clauses, clip, section_line

PAGE = 20  # lines
TITLE_LIMIT = 22
PROBLEM_LIMIT = 40
WORDS_LIMIT = 60


class View(StrEnum):
    """The lists there are."""

    missing = "missing"
    overdue = "overdue"
    coordination = "coordination"
    soon = "soon"
    units = "units"
    sections = "sections"
    targets = "targets"
    burden = "burden"
    supplement = "supplement"


@dataclass(frozen=True)
class Page:
    """A page of a list; pages are numbered from 0."""

    text: Html
    number: int
    pages: int


def page(summary: Summary, view: View, number: int, voice: Voice) -> Page:
    """Return a page of a list; a number beyond the end gives the last page."""
    heading, lines = _VIEWS[view](summary, voice)
    pages = max(1, -(-len(lines) // PAGE))
    number = min(max(number, 0), pages - 1)
    shown = lines[number * PAGE : (number + 1) * PAGE] or [voice.html("None")]
    month = dates.month(voice, summary.month, today=summary.as_of.date())
    at = dates.hour(voice, summary.as_of, month=summary.month)
    head = voice.html("{heading} ({month}, as of {at})", heading=bold(heading), month=month, at=at)
    if pages > 1:
        head = head + voice.say(" page {page} of {pages}", page=number + 1, pages=pages)
    return Page(join([head, *shown]), number, pages)


def _missing(summary: Summary, voice: Voice) -> tuple[str, list[Html]]:
    owing = sorted((unit for unit in summary.units if unit.owing), key=lambda unit: (unit.consult, -len(unit.owing)))
    waiting = [unit for unit in summary.units if unit.pending]
    lines = [
        voice.html(
            "{unit} {count} rows: {codes}",
            unit=_unit(unit.unit, unit.consult, voice),
            count=len(unit.owing),
            codes="、".join(unit.owing),
        )
        for unit in owing
    ]
    lines += [
        voice.html("{unit} under review in the unit: {codes}", unit=unit.unit, codes="、".join(unit.pending))
        for unit in waiting
    ]
    if summary.scope.units:
        return voice.say("Not reported, {count} rows", count=sum(len(unit.owing) for unit in owing)), lines
    count = sum(not unit.consult for unit in owing)
    return voice.say("Not reported, {count} units", count=count), lines


def _overdue(summary: Summary, voice: Voice) -> tuple[str, list[Html]]:
    tasks = [task for task in summary.tasks if task.standing == "overdue"]
    return voice.say("Overdue, {count} rows", count=len(tasks)), [_task(task, voice) for task in tasks]


def _coordination(summary: Summary, voice: Voice) -> tuple[str, list[Html]]:
    lines = [
        join([_task(task, voice), safe(clip(problem_of(task), PROBLEM_LIMIT))], voice.say(": "))
        for task in summary.coordination
    ]
    return voice.say("Needing coordination, {count}", count=len(lines)), lines


def _soon(summary: Summary, voice: Voice) -> tuple[str, list[Html]]:
    tasks = summary.soon
    return voice.say("Due within 30 days, {count}", count=len(tasks)), [_task(task, voice) for task in tasks]


def _units(summary: Summary, voice: Voice) -> tuple[str, list[Html]]:
    lines = [
        voice.html(
            "{unit}: asked {asked}, reported {reported} (late {late}), under review {pending}, not reported {missing}",
            unit=_unit(unit.unit, unit.consult, voice),
            asked=unit.asked,
            reported=len(unit.reported),
            late=len(unit.late),
            pending=len(unit.pending),
            missing=len(unit.owing),
        )
        for unit in summary.units
    ]
    return voice.say("By unit, {count}", count=len(lines)), lines


def _sections(summary: Summary, voice: Voice) -> tuple[str, list[Html]]:
    lines = [section_line(summary, name, voice) for name in summary.standings]
    moved = any(summary.section_change(name, each) for name, row in summary.standings.items() for each in row)
    heading = "By section, {count}; in brackets the change on last month" if moved else "By section, {count}"
    return voice.say(heading, count=len(lines)), lines


def _targets(summary: Summary, voice: Voice) -> tuple[str, list[Html]]:
    lines = [
        voice.html(
            "{code} {name} {wanted}: {latest}",
            code=target.code,
            name=clip(" ".join((target.name or target.title).split()), TITLE_LIMIT),
            wanted=f"{SIGNS[target.comparison]}{target.value:g}{target.unit}",
            latest=_latest(target, summary, voice),
        )
        for target in sorted(summary.targets, key=lambda target: target.met)
    ]
    met, total = summary.numbers.targets_met, summary.numbers.targets
    return voice.say("Targets met {met} of {total}", met=met, total=total), lines


def _latest(target: TargetLine, summary: Summary, voice: Voice) -> str:
    if target.latest is None or target.told is None:
        return voice.say("nothing told yet")
    month = dates.month(voice, target.told, today=summary.month)
    text = "{value} in {month}, met" if target.met else "{value} in {month}, not met"
    return voice.say(text, value=f"{target.latest:g}{target.unit}", month=month)


def _burden(summary: Summary, voice: Voice) -> tuple[str, list[Html]]:
    units = sorted(summary.units, key=lambda unit: -unit.messages)
    lines = [
        voice.html("{unit} {count} messages", unit=unit.unit, count=unit.messages) for unit in units if unit.messages
    ]
    return voice.say("Reminders this month, {count}", count=summary.burden.messages), lines


def _supplement(summary: Summary, voice: Voice) -> tuple[str, list[Html]]:
    lines = [
        voice.html(
            "{day}, {unit} on {code}: {words}",
            day=dates.day(voice, line.at.date(), today=summary.month),
            unit=line.unit,
            code=line.code,
            words=clip(bare(line.words, line.code), WORDS_LIMIT),
        )
        for line in summary.supplement
    ]
    return voice.say("Came after the freeze, {count}", count=len(lines)), lines


def _task(task: TaskLine, voice: Voice) -> Html:
    """Return a task on one line: code, title, leads, deadline, what is granted or claimed."""
    marks = [task.leads[0] if task.leads else voice.say("no lead unit")]
    if len(task.leads) > 1:
        marks[0] += voice.say(" and others")
    if task.deadline:
        marks.append(voice.say("due {deadline}", deadline=dates.when(voice, task.deadline)))
    if task.extended_to:
        marks.append(voice.say("granted until {until}", until=dates.full_day(voice, task.extended_to)))
    if task.claimed:
        marks.append(voice.say("completion to be reviewed"))
    title = clip(" ".join(task.title.split()), TITLE_LIMIT)
    return voice.html("{code} {title} ({marks})", code=task.code, title=title, marks=clauses(marks, voice))


def _unit(name: str, consult: bool, voice: Voice) -> str:
    return voice.say("{unit} (consulted)", unit=name) if consult else name


_VIEWS: dict[View, Callable[[Summary, Voice], tuple[str, list[Html]]]] = {
    View.missing: _missing,
    View.overdue: _overdue,
    View.coordination: _coordination,
    View.soon: _soon,
    View.units: _units,
    View.sections: _sections,
    View.targets: _targets,
    View.burden: _burden,
    View.supplement: _supplement,
}


def names(voice: Voice) -> Iterable[tuple[View, str]]:
    """Return the buttons' labels, in their order."""
    yield View.missing, voice.say("Not reported")
    yield View.overdue, voice.say("Past the deadline")
    yield View.coordination, voice.say("Coordination")
    yield View.soon, voice.say("Due in 30 days")
    yield View.units, voice.say("By unit")
    yield View.sections, voice.say("By section")
    yield View.targets, voice.say("Targets")
    yield View.burden, voice.say("Burden")
    yield View.supplement, voice.say("Came after the freeze")
