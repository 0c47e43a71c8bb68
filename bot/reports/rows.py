"""A Summary as tables of plain cells: one reckoning for the sheet, the document and the CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.locale import Voice, dates
from bot.reports.lines import STANDINGS, TaskLine
from bot.reports.obstacle import bare, problem_of
from bot.reports.summary import Summary
from storage.kinds import Light, Status

Cell = str | int | float | date | None

LIGHTS = {
    Light.green: "green light",
    Light.blue: "blue light",
    Light.yellow: "yellow light",
    Light.red: "red light",
    Light.grey: "grey light",
}
STATUSES = {
    Status.done: "reported done",
    Status.in_progress: "in progress",
    Status.not_started: "not started",
    Status.blocked: "blocked",
    Status.no_change: "no change",
}
SIGNS = {">=": "≥", "<=": "≤", "=": "="}
PACE = {"done": "Confirmed done", "proceeding": "Proceeding", "behind": "Behind", "overdue": "Overdue"}


@dataclass(frozen=True)
class Table:
    """Headings, rows and column widths (in characters)."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]


def ledger(summary: Summary, voice: Voice) -> Table:
    """Return the ledger, a row a task in the plan's order."""
    several = any(task.plan for task in summary.tasks)
    headings = [
        *([voice.say("Plan")] if several else []),
        *(voice.say(name) for name in ("Code", "Section", "Subsection", "Task", "Lead units", "Supporting units")),
        *(
            voice.say(name)
            for name in ("Deadline", "Granted until", "Standing", "Light", "Reported status", "Percent told")
        ),
        *(
            voice.say(name)
            for name in ("Expected", "Latest progress", "Obstacle named", "Reported on", "Missing this month")
        ),
    ]
    widths = [*([20] if several else []), 7, 22, 26, 34, 24, 26, 14, 14, 12, 6, 10, 8, 12, 44, 30, 12, 22]
    rows = [[*([task.plan] if several else []), *_ledger_row(task, voice)] for task in summary.tasks]
    return Table(voice.say("Ledger"), headings, rows, widths)


def sections(summary: Summary, voice: Voice) -> Table:
    """Return the sections with their tasks by standing, and the sum."""
    headings = [voice.say("Section"), voice.say("Total"), *(voice.say(PACE[each]) for each in STANDINGS)]
    rows: list[list[Cell]] = [
        [name, sum(row.values()), *(row[each] for each in STANDINGS)] for name, row in summary.standings.items()
    ]
    numbers = summary.numbers
    total = [voice.say("Total"), numbers.total, *(getattr(numbers, each) for each in STANDINGS)]
    return Table(voice.say("By section"), headings, [*rows, total], [34, 8, 8, 8, 8, 12])


def units(summary: Summary, voice: Voice) -> Table:
    """Return the units in the month's round."""
    names = ("Unit", "Asked", "Reported", "Late", "Under review", "Not reported", "Rows not reported", "Consulted")
    rows: list[list[Cell]] = [
        [
            unit.unit,
            unit.asked,
            len(unit.reported),
            len(unit.late),
            len(unit.pending),
            len(unit.owing),
            "、".join(unit.owing),
            voice.say("yes") if unit.consult else "",
        ]
        for unit in summary.units
    ]
    return Table(voice.say("By unit"), [voice.say(name) for name in names], rows, [24, 7, 7, 7, 7, 7, 44, 7])


def burden(summary: Summary, voice: Voice) -> Table:
    """Return how many reminders each unit got in the month."""
    got = sorted((unit for unit in summary.units if unit.messages), key=lambda unit: -unit.messages)
    cap = set(summary.burden.over_cap)
    rows: list[list[Cell]] = [[unit.unit, unit.messages, voice.say("yes") if unit.unit in cap else ""] for unit in got]
    headings = [voice.say("Unit"), voice.say("Reminders this month"), voice.say("Over the monthly cap")]
    return Table(voice.say("Burden"), headings, rows, [28, 14, 14])


def figures(summary: Summary, voice: Voice) -> Table:
    """Return the figures of the month, each with the change on the month before."""
    numbers, before = summary.numbers, summary.before
    share = round(100 * numbers.share_done, 1)
    share_change = None if before is None else round(share - 100 * before.share_done, 1)
    carried = None if before is None else numbers.overdue_carried - before.overdue_carried

    def tasks(label: str, name: str) -> list[Cell]:
        return [voice.say(label), int(getattr(numbers, name)), summary.change(name)]

    def units(label: str, name: str) -> list[Cell]:
        return [voice.say(label), summary.kept(name), summary.kept_change(name)]

    rows: list[list[Cell]] = [
        tasks("Total", "total"),
        *(tasks(PACE[each], each) for each in STANDINGS),
        [voice.say("Share done (%)"), share, share_change],
        tasks("Done this month", "done_new"),
        tasks("Newly overdue", "overdue_new"),
        [voice.say("Overdue before"), numbers.overdue_carried, carried],
        units("Units asked", "asked"),
        units("Units in time", "reported"),
        units("Units late", "late"),
        units("Units under review", "pending"),
        units("Units not reported", "missing"),
        tasks("Ongoing tasks", "ongoing"),
        tasks("Ongoing tasks with news", "ongoing_with_news"),
        tasks("Due in the month", "due_this_month"),
        tasks("Due next month", "due_next_month"),
        tasks("Targets", "targets"),
        tasks("Targets met", "targets_met"),
        tasks("Obstacles raised", "problems_raised"),
        tasks("Obstacles settled", "problems_settled"),
        *_by_section(summary, voice),
    ]
    headings = [voice.say("Figure"), voice.say("Value"), voice.say("Change on last month")]
    return Table(voice.say("Figures"), headings, rows, [34, 10, 12])


def _by_section(summary: Summary, voice: Voice) -> Iterator[list[Cell]]:
    for section, row in summary.standings.items():
        name = section or voice.say("(no section)")
        yield [f"{name} {voice.say('Total')}", sum(row.values()), summary.section_change(section, "total")]
        for standing, count in row.items():
            yield [f"{name} {voice.say(PACE[standing])}", count, summary.section_change(section, standing)]


def targets(summary: Summary, voice: Voice) -> Table:
    """Return the numbers that the plan demands, with what was told of each last."""
    names = ("Code", "Task", "Target", "Demanded", "Unit of measure", "Told last", "Told for", "Met")
    rows: list[list[Cell]] = [
        [
            target.code,
            target.title,
            target.name,
            f"{SIGNS[target.comparison]}{target.value:g}",
            target.unit,
            target.latest,
            dates.year_month(voice, target.told) if target.told else "",
            voice.say("yes") if target.met else "",
        ]
        for target in summary.targets
    ]
    return Table(voice.say("Targets"), [voice.say(name) for name in names], rows, [7, 34, 26, 10, 10, 10, 12, 8])


def history(summary: Summary, voice: Voice) -> Table:
    """Return the months, as known now: tasks by standing, units by how they kept the round."""
    names = ("Units asked", "Units in time", "Units late", "Units under review", "Units not reported", "Targets met")
    headings = [voice.say("Month"), voice.say("Total"), *(voice.say(PACE[each]) for each in STANDINGS)]
    rows: list[list[Cell]] = [
        [
            dates.year_month(voice, line.month),
            line.numbers.total,
            *(getattr(line.numbers, each) for each in STANDINGS),
            *(line.asked, line.reported, line.late, line.pending, line.missing, line.numbers.targets_met),
        ]
        for line in summary.history
    ]
    return Table(voice.say("History"), [*headings, *(voice.say(name) for name in names)], rows, [14, *([11] * 11)])


def supplement(summary: Summary, voice: Voice) -> Table:
    """Return what came for the month after its figures were frozen."""
    names = ("Reported at", "Unit", "Code", "Words")
    rows: list[list[Cell]] = [
        [dates.moment(voice, line.at, today=summary.month), line.unit, line.code, line.words]
        for line in summary.supplement
    ]
    return Table(voice.say("Came after the freeze"), [voice.say(name) for name in names], rows, [16, 28, 8, 60])


def deadline_of(task: TaskLine, voice: Voice) -> Cell:
    """Return the deadline as a date, or what stands in its place."""
    if task.ongoing:
        return voice.say("ongoing")
    return task.deadline


def _ledger_row(task: TaskLine, voice: Voice) -> list[Cell]:
    last = task.last
    standing = voice.say(PACE[task.standing])
    return [
        task.code,
        task.section,
        task.subsection,
        task.title,
        "、".join(task.leads),
        "、".join(task.supports),
        deadline_of(task, voice),
        task.extended_to,
        standing + voice.say(" (to be reviewed)") if task.claimed else standing,
        voice.say(LIGHTS[task.light]),
        voice.say(STATUSES[last.status]) if last and last.status else "",
        last.percent if last else None,
        last.expected if last else None,
        bare(last.words, task.code) if last else "",
        problem_of(task) if task.problems else "",
        last.at.date() if last else None,
        "、".join(unit for unit in task.missing if unit not in task.pending),
    ]


def shown(cell: Cell, voice: Voice) -> str:
    """Return a cell as text."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return dates.full_day(voice, cell)
    return str(cell)
