"""A Summary in words: what an office head asks first, in that order; still reads well pasted somewhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from bot.locale import Html, Voice, bold, dates, join
from bot.reports.lines import Bucket, Outlook, TaskLine, UnitLine
from bot.reports.obstacle import problem_of
from bot.reports.summary import Summary

UNITS_NAMED = 6
PROBLEMS_NAMED = 5
WORDS_LIMIT = 14
MOST_NAMED = 3
CAPTION_LIMIT = 1000  # Telegram takes 1,024; what lies beyond its first plane counts twice


def summary_text(summary: Summary, voice: Voice) -> Html:
    """Return the summary's message: head, ledger, units, due this month, coordination; then pace, sections, burden."""
    if not summary.tasks:
        return join([_head(summary, voice), voice.html("No task fits")])
    return join([_head(summary, voice), *overall(summary, voice), *_sections(summary, voice), _last(summary, voice)])


def caption(summary: Summary, voice: Voice) -> Html:
    """Return what stands under the picture, which shows the sections: as above without them, in 1,024 characters."""
    lines = [_head(summary, voice), *overall(summary, voice), _last(summary, voice)]
    while len(plain(join(lines))) > CAPTION_LIMIT and len(lines) > 1:
        lines.pop()
    return join(lines)


def overall(summary: Summary, voice: Voice) -> list[Html]:
    """Return how the whole stands, a line each; of a narrowed summary only what speaks of what it was narrowed to."""
    only = summary.scope.only
    lines = [
        _ledger(summary, voice),
        _round(summary, voice) if not only or "missing" in only else Html(""),
        _due(summary, voice) if not only else Html(""),
        _coordination(summary, voice) if not only or "coordination" in only else Html(""),
        _pace(summary, voice) if not only else Html(""),
        frozen_line(summary, voice),
    ]
    return [line for line in lines if line]


def _last(summary: Summary, voice: Voice) -> Html:
    return Html("") if summary.scope.only else burden_line(summary, voice)


def text(summary: Summary, voice: Voice) -> tuple[str, str, bytes]:
    """Return the summary as a plain text file: name, mime type, bytes."""
    name = f"summary-{summary.month:%Y-%m}.txt"
    return name, "text/plain; charset=utf-8", (plain(summary_text(summary, voice)) + "\n").encode()


def plain(html: Html) -> str:
    """Return a message without its tags."""
    return unescape(re.sub(r"</?[a-z]+>", "", html))


def _head(summary: Summary, voice: Voice) -> Html:
    """Return what the summary is of, and as of when."""
    at = dates.hour(voice, summary.as_of, month=summary.month)
    month = dates.month(voice, summary.month, today=summary.as_of.date())
    mark = mark_of(summary, voice)
    scope = join(
        [*summary.scope.units, summary.scope.section, *(only_name(only, voice) for only in summary.scope.only)], " "
    )
    if scope:
        return voice.html(
            "<b>{month} round</b> {scope} as of {at} ({mark})", month=month, scope=scope, at=at, mark=mark
        )
    return voice.html("<b>{month} round</b> as of {at} ({mark})", month=month, at=at, mark=mark)


def mark_of(summary: Summary, voice: Voice) -> str:
    """Return what the figures are: not reviewed yet, or frozen."""
    return voice.say("internal, figures frozen" if summary.frozen_at else "internal, not reviewed")


def frozen_line(summary: Summary, voice: Voice) -> Html:
    """Return since when the figures stand, and how much has come after; nothing where they do not stand yet."""
    if not summary.frozen:
        return Html("")
    moments = {each: dates.moment(voice, each.at, today=summary.month) for each in summary.frozen}
    if summary.frozen_at is None:
        return join([voice.html("{plan}: figures frozen {at}", plan=each.plan, at=at) for each, at in moments.items()])
    count, at = len(summary.supplement), max(moments.items(), key=lambda each: each[0].at)[1]
    if not count:
        return voice.html("Figures frozen {at}; nothing has come since", at=at)
    return voice.html(
        "Figures frozen {at}; {count} came after, listed apart, in none of the figures", at=at, count=count
    )


def only_name(only: str, voice: Voice) -> str:
    """Return how a narrowing is called."""
    return voice.say(
        {"overdue": "only overdue", "coordination": "only needing coordination", "missing": "only not reported"}[only]
    )


def _ledger(summary: Summary, voice: Voice) -> Html:
    buckets, year = summary.buckets, summary.month.year
    first = {
        "done {count}": len(buckets[Bucket.done]),
        "overdue {count}": len(buckets[Bucket.overdue]),
        "due this month {count}": len(buckets[Bucket.this_month]),
    }
    shown = [] if summary.scope.only else ["done {count}", "overdue {count}"]
    if not summary.scope.only and summary.as_of.date().replace(day=1) <= summary.month:
        shown.append("due this month {count}")  # of a month that is over, nothing is still to come
    parts = [voice.say(said, count=count) for said, count in first.items() if count or said in shown]
    if buckets[Bucket.waiting]:
        parts.append(voice.say("due and under review {count}", count=len(buckets[Bucket.waiting])))
    for due, count in summary.later_by_year.items():
        text = "due later this year {count}" if due == year else "due in {year} {count}"
        parts.append(voice.say(text, year=due, count=count))
    if buckets[Bucket.ongoing]:
        parts.append(voice.say("ongoing {count}", count=len(buckets[Bucket.ongoing])))
    if buckets[Bucket.undated]:
        parts.append(voice.say("without a deadline {count}", count=len(buckets[Bucket.undated])))
    total, items = len(summary.tasks), summary.items
    head = voice.say("Ledger {total} rows ({items} items): ", total=total, items=items)
    if summary.scope.units:
        head = voice.say("Led: {total} rows: ", total=total)
    elif items == total:
        head = voice.say("Ledger {total} rows: ", total=total)
    return join([head, clauses(parts, voice)], "")


def _round(summary: Summary, voice: Voice) -> Html:
    if summary.scope.units:
        return join([_own_round(unit, voice) for unit in summary.units if unit.asked])
    if not summary.asked:
        return voice.html("Nobody is asked to report this month")
    late, reported = summary.units_that("late"), summary.units_that("reported")
    pending, missing = summary.units_that("pending"), summary.units_that("missing")
    parts = [voice.say("reported {count}", count=len(reported) + len(late))]
    if late:
        parts[0] += voice.say(" (late {count})", count=len(late))
    if pending:
        parts.append(voice.say("under review in the unit {count}", count=len(pending)))
    parts.append(voice.say("not reported {count}", count=len(missing)))
    line = voice.say("To report {count} units: ", count=len(summary.asked)) + clauses(parts, voice)
    if missing:
        named = [voice.say("{unit} {count} rows", unit=unit.unit, count=len(unit.owing)) for unit in missing]
        line += voice.say(" — ") + _some(named, UNITS_NAMED, voice, " and others, {count} units in all")
        line += _speak_first(missing, voice)
    return join([line])


def _own_round(unit: UnitLine, voice: Voice) -> Html:
    parts = [voice.say("reported {count}", count=len(unit.reported))]
    if unit.late:
        parts[0] += voice.say(" (late {count})", count=len(unit.late))
    if unit.pending:
        parts.append(voice.say("under review in the unit {count}", count=len(unit.pending)))
    parts.append(voice.say("not reported {count}", count=len(unit.owing)))
    line = voice.say("{unit}, to report {count} rows: ", unit=unit.unit, count=unit.asked) + clauses(parts, voice)
    if unit.owing:
        line += voice.say(" — ") + voice.say("; ").join(["、".join(unit.owing)])
    return join([line])


def _due(summary: Summary, voice: Voice) -> Html:
    outlooks = summary.outlooks
    total = sum(map(len, outlooks.values()))
    if not total:
        return Html("")
    parts = [
        voice.say("reported done {count} (to be reviewed)", count=len(outlooks[Outlook.claimed])),
        voice.say("on time {count}", count=len(outlooks[Outlook.on_time])),
        voice.say("expected later {count}", count=len(outlooks[Outlook.later])),
        voice.say("not said {count}", count=len(outlooks[Outlook.unsaid])),
    ]
    return join([voice.say("Due this month {count} rows: ", count=total), clauses(parts, voice)], "")


def _coordination(summary: Summary, voice: Voice) -> Html:
    tasks = summary.coordination
    line = voice.say("Needing coordination {count}", count=len(tasks))
    if tasks:
        named = [_problem(task, voice, with_unit=not summary.scope.units) for task in tasks[:PROBLEMS_NAMED]]
        line += voice.say(": ") + voice.say("; ").join(named)
        if len(tasks) > PROBLEMS_NAMED:
            line += voice.say(" and others, {count} in all", count=len(tasks))
    return join([line])


def _problem(task: TaskLine, voice: Voice, *, with_unit: bool) -> str:
    """Return 17（县市场监管局）：等公积金系统: number and words never run into one."""
    words = clip(problem_of(task), WORDS_LIMIT)
    if not with_unit:
        return voice.say("{code}: {words}", code=task.code, words=words)
    return voice.say("{code} ({unit}): {words}", code=task.code, unit=task.problems[-1].unit, words=words)


def _speak_first(missing: Sequence[UnitLine], voice: Voice) -> str:
    """Return whom to ring first for what has not come; "most" is said only of a unit that owes more than all others."""
    first, others = missing[0], missing[1:]
    if others and len(first.owing) > len(others[0].owing):
        return voice.say(". {unit} owes most: speak to them first", unit=first.unit)
    return voice.say(". Speak to {unit} first", unit=first.unit)


def _pace(summary: Summary, voice: Voice) -> Html:
    numbers = summary.numbers
    names = {
        "done": "done {count}",
        "proceeding": "proceeding {count}",
        "behind": "behind {count}",
        "overdue": "overdue {count}",
    }
    parts = []
    for name, said in names.items():
        parts.append(voice.say(said, count=getattr(numbers, name)) + _changed(summary.change(name)))
    line = voice.say("Pace: ") + clauses(parts, voice)
    if any(summary.change(name) for name in names):
        line += voice.say("; in brackets the change on last month")
    if numbers.targets:
        line += voice.say("; targets met {met}/{targets}", met=numbers.targets_met, targets=numbers.targets)
    return join([line])


def _sections(summary: Summary, voice: Voice) -> list[Html]:
    standings = summary.standings
    if len(standings) < 2:
        return []
    return [bold(voice.say("By section")), *(section_line(summary, name, voice) for name in standings)]


def section_line(summary: Summary, name: str, voice: Voice) -> Html:
    """Return a section with its tasks by standing, each with its change on last month; what is nought is left out."""
    row = summary.standings[name]
    said = {
        "done": "done {count}",
        "proceeding": "proceeding {count}",
        "behind": "behind {count}",
        "overdue": "overdue {count}",
    }
    changes = {standing: summary.section_change(name, standing) for standing in row}
    parts = [
        voice.say(said[standing], count=count) + _changed(changes[standing])
        for standing, count in row.items()
        if count or changes[standing]
    ]
    head = voice.say("{section} {count} rows: ", section=name or voice.say("(no section)"), count=sum(row.values()))
    return join([head, clauses(parts, voice)], "")


def _changed(change: int | None) -> str:
    return f"（{change:+d}）" if change else ""


def burden_line(summary: Summary, voice: Voice) -> Html:
    """Return what the reminders of the month weigh."""
    burden = summary.burden
    if not burden.messages:
        return voice.html("No reminders this month")
    if summary.scope.units:
        return voice.html("Reminders this month: {count}", count=burden.messages)
    if len(burden.most_by) > MOST_NAMED:
        return voice.html(
            "Reminders this month: {units} units, {count} in all; median {median}, most {most}",
            units=burden.units,
            count=burden.messages,
            median=f"{burden.median:g}",
            most=burden.most,
        )
    return voice.html(
        "Reminders this month: {units} units, {count} in all; median {median}, most {most} ({names})",
        units=burden.units,
        count=burden.messages,
        median=f"{burden.median:g}",
        most=burden.most,
        names="、".join(burden.most_by),
    )


def clauses(parts: Sequence[str], voice: Voice) -> str:
    """Return the parts of a sentence side by side."""
    return (", " if voice.language == "en" else "，").join(parts)


def clip(words: str, limit: int) -> str:
    """Return the words, clipped with an ellipsis."""
    return words if len(words) <= limit else words[: limit - 1] + "…"


def clean(text: str) -> str:
    """Return the text without what a file format made of XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF))


def _some(named: Sequence[str], limit: int, voice: Voice, rest: str = " and others, {count} in all") -> str:
    """Return the first names of a list, and how many there are where some are left out."""
    shown = "、".join(named[:limit])
    return shown if len(named) <= limit else shown + voice.say(rest, count=len(named))
