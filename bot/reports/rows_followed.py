"""What is followed beside the round, and good practice, as tables of plain cells."""

from __future__ import annotations

from bot.locale import Voice, dates
from bot.reports.obstacle import bare
from bot.reports.rows import Cell, Table
from bot.reports.summary import Summary
from storage.kinds import TrackedKind, TrackedState

KINDS = {
    TrackedKind.observation: "Observation",
    TrackedKind.coordination: "Coordination item",
    TrackedKind.instruction: "Instruction",
}
STATES = {
    TrackedState.open: "waits for the unit",
    TrackedState.answered: "answered, not settled",
    TrackedState.settled: "settled",
}


def tracked(summary: Summary, voice: Voice) -> Table:
    """Return observations, coordination items and instructions, each with its last answer and how it ended."""
    names = (
        *("Kind", "No.", "Code", "Unit that answers", "What about", "Leader or unit concerned", "Filed on"),
        *("Answer due", "How it stands", "Last answer", "How it ended", "Settled on"),
    )
    rows: list[list[Cell]] = [
        [
            voice.say(KINDS[line.kind]),
            line.number,
            line.code,
            line.unit,
            line.text,
            line.leader or line.raised_by,
            line.filed_on,
            line.due_on,
            voice.say(STATES[line.state]),
            line.answer,
            line.outcome,
            line.settled_on,
        ]
        for line in summary.tracked
    ]
    widths = [12, 6, 8, 22, 40, 20, 12, 12, 12, 40, 24, 12]
    return Table(voice.say("Observations and items"), [voice.say(name) for name in names], rows, widths)


def practices(summary: Summary, voice: Voice) -> Table:
    """Return the reports marked as good practice, the newest months first."""
    names = ("Month", "Code", "Task", "Unit", "Words", "Why it is good", "Marked by")
    rows: list[list[Cell]] = [
        [
            dates.year_month(voice, line.month),
            line.code,
            line.title,
            line.unit,
            bare(line.words, line.code),
            line.note,
            voice.say("the office") if line.by_office else voice.say("the unit"),
        ]
        for line in summary.practices
    ]
    return Table(voice.say("Good practice"), [voice.say(name) for name in names], rows, [12, 8, 34, 24, 60, 30, 10])
