"""`/lights`: the month grid of a task, a unit, a section; and each month's lights kept when its round is frozen.

What was kept is never written again: a report that comes later, or a deadline that is moved, changes nothing of it.
Months that are not frozen yet are shown as they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.errors import Refused
from bot.locale import Html, Voice, bold, join
from bot.rules import Reason, Verdict, light_of
from bot.rules.months import add_months, month_of
from bot.services import onetask, say, views
from bot.services.context import Context
from bot.services.invite import find_unit
from bot.services.mytasks import light_word
from bot.services.summary import sections_of
from bot.services.summary_words import section_named
from bot.services.views import PlanBook
from storage import ledger, notes
from storage import lights as stored
from storage.kinds import Light
from storage.models import Plan, Task

MONTHS = 12
ROWS = 60


def keep(ctx: Context) -> int:
    """Keep the lights of every month that has been frozen since; return how many were written."""
    return sum(_keep_of(ctx, plan) for plan in ledger.open_plans(session=ctx.session))


def show(ctx: Context, words: str) -> Html:
    """Return the grid that the words ask for: a task's code, a unit, a section; nothing: the sections, or own tasks."""
    assert ctx.actor is not None, "the route is for people we know"
    words = words.strip()
    if words and ledger.find_task(session=ctx.session, code=onetask.clean_code(words)) is not None:
        return _of_task(ctx, onetask.find_task(ctx, ctx.actor, words))
    if not ctx.actor.may(onetask.READERS):
        own = [unit.name for unit in ctx.actor.units if not words or words in unit.name]
        if not own:
            raise Refused("You see your own unit's lights: /lights")
        return join(_of_unit(ctx, name) for name in own)
    if not words:
        return _sections(ctx)
    section = section_named(words, sections_of(views.plan_books(ctx)))
    if words.removeprefix("#").isdigit() and section is None:
        raise Refused("No open plan has a task {code}", code=onetask.clean_code(words))
    return _of_section(ctx, section) if section else _of_unit(ctx, find_unit(ctx, words).name)


def lights_of_task(
    ctx: Context, book: PlanBook, task: Task, months: Sequence[date]
) -> dict[date, tuple[Verdict, bool]]:
    """Return the task's light in each month, and whether it is the one that was kept."""
    return _lights(ctx, book, [task], months)[task.id or 0]


def _lights(
    ctx: Context, book: PlanBook, tasks: Sequence[Task], months: Sequence[date]
) -> dict[int, dict[date, tuple[Verdict, bool]]]:
    facts = views.plan_facts(ctx, book.plan, set(months))
    kept = stored.kept(session=ctx.session, task_ids=[task.id or 0 for task in tasks], months=list(months))
    rules, found = book.rule_tasks, {}
    for task in tasks:
        mine: dict[date, tuple[Verdict, bool]] = {}
        for month in months:
            record = kept.get((task.id or 0, month))
            if record is not None:
                mine[month] = Verdict(record.light, Reason(record.reason)), True
            elif month < book.asked_from and not facts.of_month(task.code, month):
                mine[month] = Verdict(Light.grey, Reason.not_due), False
            else:
                verdict = light_of(rules[task.code], month, book.ledger, book.schedule, facts, ctx.today)
                mine[month] = verdict, False
        found[task.id or 0] = mine
    return found


def _frozen(ctx: Context, plan: Plan) -> set[date]:
    schedule, month, found = views.schedule(ctx, plan), plan.first_month, set()
    while month <= month_of(ctx.today) and schedule.round(month).freeze < ctx.today:
        found.add(month)
        month = add_months(month, 1)
    return found


def _keep_of(ctx: Context, plan: Plan) -> int:
    """Keep the plan's lights; a note says which months have been gone through: what is kept is not asked every day."""
    frozen = _frozen(ctx, plan)
    if not frozen:
        return 0
    note, through = f"lights:{plan.id}", f"{min(frozen)} {max(frozen)}"
    if notes.get(session=ctx.session, name=note) == through:
        return 0
    due = frozen - stored.kept_months(session=ctx.session, plan_id=plan.id or 0)
    written = _keep(ctx, views.planning_book(ctx, plan), sorted(due)) if due else 0
    notes.put(session=ctx.session, name=note, value=through, at=ctx.now)
    return written


def _keep(ctx: Context, book: PlanBook, months: Sequence[date]) -> int:
    rows = [
        {"task_id": task_id, "month": month, "light": verdict.light, "reason": verdict.reason.value, "at": ctx.now}
        for task_id, mine in _lights(ctx, book, book.tasks, months).items()
        for month, (verdict, _) in mine.items()
    ]
    stored.add(session=ctx.session, rows=rows)
    return len(rows)


def _months(ctx: Context, book: PlanBook) -> list[date]:
    """Return the months of the plan up to the present one, the last twelve of them."""
    last = max(month_of(ctx.today), book.plan.first_month)
    months = [add_months(last, -back) for back in range(MONTHS - 1, -1, -1)]
    return [month for month in months if month >= book.plan.first_month]


def _of_task(ctx: Context, task: Task) -> Html:
    plan = ctx.session.get(Plan, task.plan_id)
    assert plan is not None, "a task has a plan"
    book, voice = views.plan_book(ctx, plan), ctx.voice
    lines = []
    for month, (verdict, kept) in lights_of_task(ctx, book, task, _months(ctx, book)).items():
        line = voice.html(
            "{month} {light} ({reason})",
            month=say.year_month(voice, month),
            light=light_word(voice, verdict.light),
            reason=onetask.reason_word(voice, verdict.reason),
        )
        lines.append(line if kept else voice.html("{line}, not final", line=line))
    return join([bold(say.title(task)), *lines])


def _of_unit(ctx: Context, name: str) -> Html:
    parts = []
    for book in views.plan_books(ctx):
        rules = book.schedule.rules
        codes = {t.code for t in book.ledger.tasks if name in t.leads or name in t.reporting(rules)}
        mine = [task for task in book.tasks if task.code in codes]
        if mine:
            parts.append(_grid(ctx, book, name, mine))
    if not parts:
        raise Refused("{unit} leads no task", unit=name)
    return join(parts)


def _of_section(ctx: Context, section: str) -> Html:
    parts = []
    for book in views.plan_books(ctx):
        mine = [task for task in book.tasks if task.section == section]
        if mine:
            parts.append(_grid(ctx, book, section, mine))
    return join(parts)


def _grid(ctx: Context, book: PlanBook, head: str, tasks: Sequence[Task]) -> Html:
    """Return a line a task with one sign a month: readable without colours, and when copied as plain text."""
    voice, months = ctx.voice, _months(ctx, book)
    rows = _lights(ctx, book, tasks, months)
    first, last = say.year_month(voice, months[0]), say.year_month(voice, months[-1])
    lines = [bold(head), voice.html("From {first} to {last}, a sign a month:", first=first, last=last)]
    for task in tasks[:ROWS]:
        signs = "".join(_sign(voice, rows[task.id or 0][month][0].light) for month in months)
        lines.append(voice.html("{signs} {task}", signs=signs, task=say.title(task, 14)))
    if tasks[ROWS:]:
        lines.append(voice.html("and {count} more", count=len(tasks) - ROWS))
    lines.append(_legend(voice))
    return join(lines)


def _sections(ctx: Context) -> Html:
    """Return how many lights of each colour each section has in the present month."""
    voice, parts = ctx.voice, []
    for book in views.plan_books(ctx):
        month = _months(ctx, book)[-1]
        rows = _lights(ctx, book, book.tasks, [month])
        parts.append(bold(voice.html("{plan}, {month}", plan=book.plan.title, month=say.year_month(voice, month))))
        for section in dict.fromkeys(task.section for task in book.tasks):
            lights = [rows[task.id or 0][month][0].light for task in book.tasks if task.section == section]
            counts = voice.say(", ").join(
                voice.say("{light} {count}", light=light_word(voice, light), count=lights.count(light))
                for light in (Light.red, Light.yellow, Light.blue, Light.green, Light.grey)
                if light in lights
            )
            parts.append(voice.html("{section}: {counts}", section=section or voice.say("no section"), counts=counts))
    if not parts:
        raise Refused("There is no ledger yet; import a plan first")
    return join([*parts, voice.html("One task, unit or section: /lights 23")])


def _sign(voice: Voice, light: Light) -> str:
    match light:
        case Light.green:
            return voice.say("G")
        case Light.blue:
            return voice.say("B")
        case Light.yellow:
            return voice.say("Y")
        case Light.red:
            return voice.say("R")
        case _:
            return "－"


def _legend(voice: Voice) -> Html:
    return voice.html("G in time, B needs coordination, Y late or behind, R missed or overdue, － not due or not over")
