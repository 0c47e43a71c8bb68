"""`/mytasks`: a unit's open tasks, short even for twenty: what is overdue and due a line each, the rest as codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.locale import Html, Voice, bold, join
from bot.rules import Facts, Reason, RuleTask, Verdict, light_of
from bot.rules.months import add_months
from bot.services import say
from bot.services.context import Context
from bot.services.owing import UnitDuties, unit_duties
from bot.services.views import PlanBook, plan_facts
from bot.services.welcome import reply_by
from storage import ledger
from storage.kinds import Light
from storage.models import Unit

LINES = 12  # tasks told a line each in one part
TITLE = 18


def tasks_of_unit(ctx: Context, unit: Unit) -> Html:
    """Return a unit's open tasks with deadlines, lights, what is due now, and who reports where it is another unit."""
    duties = unit_duties(ctx, unit)
    parts = [_plan(ctx, unit, each, several=len(duties) > 1) for each in duties]
    supported = _supported(ctx, unit)
    if not duties:
        parts = [ctx.voice.html("[{unit}] leads no open task.", unit=unit.name)]
    if supported:
        parts.append(supported)
    if any(each.open for each in duties):
        parts.append(ctx.voice.html("One task in full: /mytasks {code}", code=_first_code(duties)))
    return join(parts)


def light_of_now(book: PlanBook, facts: Facts, task: RuleTask, today: date) -> tuple[Verdict, date]:
    """Return the task's light and its month: this round's, or the last one's where this one's is not due yet."""
    month = max(book.schedule.current(today), book.plan.first_month)
    verdict = light_of(task, month, book.ledger, book.schedule, facts, today)
    before = add_months(month, -1)
    if verdict.light is Light.grey and verdict.reason is Reason.not_yet and before >= book.asked_from:
        return light_of(task, before, book.ledger, book.schedule, facts, today), before
    return verdict, month


def facts_of_now(ctx: Context, book: PlanBook) -> Facts:
    """Return the reports of this round and of the last one."""
    month = max(book.schedule.current(ctx.today), book.plan.first_month)
    return plan_facts(ctx, book.plan, {month, add_months(month, -1)})


def light_word(voice: Voice, light: Light) -> str:
    """Return a light as people call it."""
    match light:
        case Light.green:
            return voice.say("green")
        case Light.blue:
            return voice.say("blue")
        case Light.yellow:
            return voice.say("yellow")
        case Light.red:
            return voice.say("red")
        case _:
            return voice.say("no light")


class _Lights:
    """The lights of a plan's tasks, worked out when asked for."""

    def __init__(self, ctx: Context, book: PlanBook) -> None:
        self.ctx, self.book = ctx, book
        self.facts = facts_of_now(ctx, book)
        self.rules = book.rule_tasks
        self.month = max(book.schedule.current(ctx.today), book.plan.first_month)

    def word(self, code: str) -> str:
        """Return the task's light with its month where that is the last one, or "" where there is none."""
        verdict, month = light_of_now(self.book, self.facts, self.rules[code], self.ctx.today)
        if verdict.light is Light.grey:
            return ""
        word = light_word(self.ctx.voice, verdict.light)
        if month == self.month:
            return word
        return self.ctx.voice.say("{month} {light}", month=say.month(self.ctx.voice, month), light=word)


def _plan(ctx: Context, unit: Unit, duties: UnitDuties, *, several: bool) -> Html:
    voice, lights = ctx.voice, _Lights(ctx, duties.book)
    told = {*duties.overdue, *duties.due_this_month}
    rest = [task.code for task in duties.open if task.code not in told]
    lines = [
        bold(duties.book.plan.title) if several else Html(),
        voice.html(
            "[{unit}] leads {led}: {closed} done, {open} open.",
            unit=unit.name,
            led=len(duties.open) + duties.closed,
            closed=duties.closed,
            open=len(duties.open),
        ),
        _round(ctx, duties),
        _group(
            ctx, duties, lights, voice.html("Past the deadline, {count}", count=len(duties.overdue)), duties.overdue
        ),
        _group(ctx, duties, lights, _due_head(ctx, duties), duties.due_this_month),
        _rest(ctx, lights, rest, first=not told),
        _others_report(ctx, unit, duties),
        _with_office(ctx, duties),
    ]
    return join(line for line in lines if line)


def _round(ctx: Context, duties: UnitDuties) -> Html:
    """Return how this round stands for the unit."""
    asked = len(duties.reported) + len(duties.owed)
    if not asked:
        return Html()
    values = {
        "month": say.month(ctx.voice, duties.month, today=ctx.today),
        "asked": asked,
        "reported": len(duties.reported),
        "day": say.day_week(ctx.voice, reply_by(duties, ctx.today), today=ctx.today),
    }
    if not duties.owed:
        return ctx.voice.html("{month}: all {asked} reported.", month=values["month"], asked=asked)
    codes = _codes(ctx.voice, duties.owed)
    if duties.due_on < ctx.today:
        return ctx.voice.html(
            "{month}: {reported} of {asked} reported, due was {day}; still to report: {codes}", codes=codes, **values
        )
    return ctx.voice.html(
        "{month}: {reported} of {asked} reported, due {day}; still to report: {codes}", codes=codes, **values
    )


def _overdue_head(ctx: Context, duties: UnitDuties) -> Html:
    return ctx.voice.html("Past the deadline, {count}", count=len(duties.overdue))


def _due_head(ctx: Context, duties: UnitDuties) -> Html:
    return ctx.voice.html("Due by the end of this month, {count}", count=len(duties.due_this_month))


def _group(ctx: Context, duties: UnitDuties, lights: _Lights, head: Html, codes: Sequence[str]) -> Html:
    """Return a heading and a line a task: code, title, deadline, light."""
    if not codes:
        return Html()
    rules = duties.book.rule_tasks
    lines = []
    for code in codes[:LINES]:
        deadline, light = rules[code].warned_for, lights.word(code)
        marks = say.when(ctx.voice, deadline) if deadline else ""
        if light:
            marks = ctx.voice.say("{deadline}, {light}", deadline=marks, light=light) if marks else light
        title = say.title(duties.book.task(code), TITLE)
        lines.append(ctx.voice.html("{task} ({marks})", task=title, marks=marks))
    if codes[LINES:]:
        lines.append(ctx.voice.html("and {codes}", codes=_codes(ctx.voice, codes[LINES:])))
    return join([bold(head), *lines])


def _rest(ctx: Context, lights: _Lights, codes: Sequence[str], *, first: bool) -> Html:
    """Return what else is open as codes, those with a light first."""
    if not codes:
        return Html()
    by_light: dict[str, list[str]] = {}
    for code in codes:
        by_light.setdefault(lights.word(code), []).append(code)
    voice = ctx.voice
    head = voice.html("Open, {count}", count=len(codes)) if first else voice.html("The rest, {count}", count=len(codes))
    if len(by_light) == 1 and "" in by_light:
        return voice.html("{head}: {codes}", head=bold(head), codes=_codes(voice, codes))
    groups = [
        voice.say("{light}: {codes}", light=word, codes=_codes(voice, found)) if word else _codes(voice, found)
        for word, found in sorted(by_light.items(), key=lambda pair: not pair[0])
    ]
    return join([bold(head), *groups])


def _others_report(ctx: Context, unit: Unit, duties: UnitDuties) -> Html:
    """Return which of its tasks another unit reports on."""
    rules = duties.book.schedule.rules
    others: dict[str, list[str]] = {}
    for task in duties.open:
        reporting = task.reporting(rules)
        if unit.name not in reporting:
            others.setdefault("、".join(reporting), []).append(task.code)
    said = [
        ctx.voice.html("{unit} reports on: {codes}", unit=name, codes=_codes(ctx.voice, codes))
        for name, codes in others.items()
    ]
    return join(said)


def _with_office(ctx: Context, duties: UnitDuties) -> Html:
    held = [task.code for task in duties.open if task.is_held(ctx.today)]
    if not held:
        return Html()
    return ctx.voice.html("With the office, claimed as done: {codes}", codes=_codes(ctx.voice, held))


def _supported(ctx: Context, unit: Unit) -> Html:
    """Return how many open tasks the unit supports."""
    assert unit.id is not None, "the unit has not been stored"
    count = ledger.supported_count(session=ctx.session, unit_id=unit.id)
    if not count:
        return Html()
    return ctx.voice.html("It supports {count} tasks; nothing is asked for these each month.", count=count)


def _codes(voice: Voice, codes: Iterable[str]) -> str:
    return (", " if voice.language == "en" else "、").join(codes)


def _first_code(duties: Sequence[UnitDuties]) -> str:
    return next(code for each in duties for code in (*each.overdue, *each.owed, *(t.code for t in each.open)))
