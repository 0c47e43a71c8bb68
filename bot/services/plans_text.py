"""Plans, units and tasks in plain lines: the same on the console and in the chat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlmodel import col, select

from bot.locale import Voice
from bot.services import milestones, say, targets, units
from bot.services.context import Context
from bot.services.plans import PlanCard, units_without_name
from bot.services.units_reporting import reporting
from storage import audit, ledger, people
from storage import units as stored
from storage.kinds import AliasState, AssignmentRole, TaskState
from storage.models import Person, Plan, Task, Unit

LISTED = 12


def plan_line(ctx: Context, plan: Plan) -> str:
    """Return a plan on one line: how it is called for short, title, letter, first month, open or closed."""
    voice = ctx.voice
    state = voice.say("open") if plan.closed_at is None else voice.say("closed")
    letter = voice.say("codes {letter}…", letter=plan.letter) if plan.letter else voice.say("codes without a letter")
    return voice.say(
        "P{number} {title} ({letter}; first round {month}; {state})",
        number=plan.id,
        title=plan.title,
        letter=letter,
        month=plan.first_month.strftime("%Y-%m"),
        state=state,
    )


def plan_lines(ctx: Context, card: PlanCard) -> Iterator[str]:
    """Yield a plan in figures: tasks by section and state, units, what differs from the settings."""
    voice, count = ctx.voice, card.states.get
    yield plan_line(ctx, card.plan)
    yield voice.say("Office: {office}", office=card.office)
    yield voice.say(
        "{total} tasks: {open} open, {done} done; {dated} with a deadline, {ongoing} ongoing; {overdue} past the "
        "deadline; {targets} targets in numbers",
        total=card.total,
        open=count(TaskState.open, 0),
        done=count(TaskState.done, 0),
        dated=card.dated,
        ongoing=card.ongoing,
        overdue=card.overdue,
        targets=card.targets,
    )
    for section, number in card.sections.items():
        yield voice.say("  {section}: {count}", section=section, count=number)
    yield voice.say("{count} lead units: {units}", count=len(card.units), units=_counted(voice, card.units))
    silent = units_without_name(ctx, card.plan)
    if silent:
        yield voice.say("Collective, members not listed: {units}", units=_names(voice, silent))
    for name, value in card.rules.items():
        yield voice.say("Rule of its own: {name} = {value}", name=name, value=value)


def unit_lines(ctx: Context, unit: Unit) -> Iterator[str]:
    """Yield who a unit is: members, other names, people, tasks, successor."""
    voice = ctx.voice
    yield unit.name
    yield from _what_it_is(ctx, unit)
    names = [row.name for row in stored.aliases(session=ctx.session, unit_id=unit.id, state=AliasState.confirmed)]
    if names:
        yield voice.say("Also called: {names}", names=voice.say(", ").join(names))
    for first, second in units.aliases_proposed(ctx):
        if unit.id in (first.id, second.id):
            yield voice.say("Perhaps one unit: {first} and {second}", first=first.name, second=second.name)
    if not unit.collective and units.alive(unit):
        yield from _people(ctx, unit)
    parts = [
        (part, task)
        for part, task in stored.assignments(session=ctx.session, unit_id=unit.id or 0)
        if task.state is not TaskState.cancelled
    ]
    leads = [task.code for part, task in parts if part.role is AssignmentRole.lead]
    supports = [task.code for part, task in parts if part.role is AssignmentRole.support]
    if leads:
        yield voice.say("Leads {count}: {codes}", count=len(leads), codes=voice.say(", ").join(leads))
    if supports:
        yield voice.say("Supports {count}: {codes}", count=len(supports), codes=voice.say(", ").join(supports))
    reported = [task.code for task in stored.reported_by(session=ctx.session, unit_id=unit.id or 0)]
    if reported:
        yield voice.say("Set to report on: {codes}", codes=voice.say(", ").join(reported))
    given = stored.report_count(session=ctx.session, unit_id=unit.id or 0)
    if given:
        yield voice.say("Reports given: {count}", count=given)


def _what_it_is(ctx: Context, unit: Unit) -> Iterator[str]:
    voice = ctx.voice
    if unit.collective:
        members = ledger.members_of(session=ctx.session, collective_id=unit.id or 0)
        if members:
            yield voice.say("Stands for: {units}", units=_names(voice, members))
        else:
            yield voice.say("Stands for several units; nobody is written to until they are listed")
    if unit.consult:
        yield voice.say("Consulted: one notice a round, no light, no score")
    elif unit in units.consult_proposed(ctx):
        yield voice.say("Perhaps to be consulted only; not decided")
    if unit.successor_id is not None:
        heir = ledger.heir(session=ctx.session, unit=unit)
        if unit.successor_paper:
            day = say.full_day(voice, unit.succeeded_on) if unit.succeeded_on else ""
            yield voice.say(
                "Successor since {day}: {unit}, by {paper}", day=day, unit=heir.name, paper=unit.successor_paper
            )
        else:
            yield voice.say("Another name of {unit}", unit=heir.name)
    before = ctx.session.exec(select(Unit).where(Unit.successor_id == unit.id).order_by(col(Unit.id))).all()
    for old in before:
        if old.successor_paper:
            yield voice.say("Took over from {unit}, by {paper}", unit=old.name, paper=old.successor_paper)


def _people(ctx: Context, unit: Unit) -> Iterator[str]:
    voice = ctx.voice
    bound = people.liaisons(session=ctx.session, unit_ids=[unit.id or 0])
    if not bound:
        yield voice.say("Nobody answers for it yet: /invite {unit}", unit=unit.name)
    for membership, person in bound:
        yield _person(voice, person, deputy=membership.deputy)


def _person(voice: Voice, person: Person, *, deputy: bool) -> str:
    role = voice.say("Deputy liaison") if deputy else voice.say("Liaison")
    extra = [person.telephone] if person.telephone else []
    if person.unreachable_since is not None:
        extra.append(voice.say("cannot be reached"))
    tail = voice.say(" ({place})", place=voice.say(", ").join(extra)) if extra else ""
    return voice.say("{role}: {name}", role=role, name=f"{person.name or person.username}{tail}")


def task_lines(ctx: Context, task: Task) -> Iterator[str]:
    """Yield what the office has set of a task: who reports, its deadline over time, targets, milestones."""
    voice = ctx.voice
    yield say.title(task, 60)
    yield from _roles(ctx, task)
    named = reporting(ctx, task)
    if named:
        yield voice.say("Reports each month: {units}", units=voice.say(", ").join(named))
    else:
        yield voice.say("Nobody reports on it: its lead units are not listed one by one.")
    yield voice.say("Deadline: {deadline}", deadline=say.deadline(voice, task))
    yield from _deadlines(ctx, task)
    yield from target_lines(ctx, task)
    yield from milestone_lines(ctx, task)


def target_lines(ctx: Context, task: Task) -> Iterator[str]:
    """Yield a task's targets, numbered."""
    for number, row in enumerate(targets.of_task(ctx, task), start=1):
        own = ctx.voice.say(" (set by the office)") if row.edited_at else ""
        yield ctx.voice.say("Target {number}: {target}{own}", number=number, target=targets.said(row), own=own)


def milestone_lines(ctx: Context, task: Task) -> Iterator[str]:
    """Yield a task's milestones, numbered, with when they were reached."""
    voice = ctx.voice
    for number, step in enumerate(milestones.of_task(ctx, task), start=1):
        due = say.full_day(voice, step.due)
        if step.done_on:
            day = say.full_day(voice, step.done_on)
            yield voice.say("Milestone {number}: {due} {title} (reached {day})", number=number, due=due,
                            title=step.title, day=day)  # fmt: skip
        elif step.due < ctx.today:
            yield voice.say("Milestone {number}: {due} {title} (behind)", number=number, due=due, title=step.title)
        else:
            yield voice.say("Milestone {number}: {due} {title}", number=number, due=due, title=step.title)


def _roles(ctx: Context, task: Task) -> Iterator[str]:
    parts = ledger.assignments_of(session=ctx.session, task_ids=[task.id or 0])
    leads = [unit for part, unit in parts if part.role is AssignmentRole.lead]
    supports = [unit for part, unit in parts if part.role is AssignmentRole.support]
    yield ctx.voice.say("Lead: {units}", units=_names(ctx.voice, leads) or "-")
    if supports:
        yield ctx.voice.say("Support: {units}", units=_names(ctx.voice, supports))


def _deadlines(ctx: Context, task: Task) -> Iterator[str]:
    """Yield how new versions of the plan have changed the deadline."""
    for event in audit.history(session=ctx.session, object="tasks", object_id=task.id or 0):
        if "deadline" in event.after and event.action == "task.change":
            yield ctx.voice.say(
                "  {day}: {before} -> {after}, by a new version of the plan",
                day=say.full_day(ctx.voice, ctx.office.day(event.at)),
                before=_deadline(ctx.voice, event.before.get("deadline", "")),
                after=_deadline(ctx.voice, event.after["deadline"]),
            )


def _deadline(voice: Voice, value: str) -> str:
    if value == "ongoing":
        return voice.say("ongoing")
    return value or voice.say("none")


def _names(voice: Voice, found: Iterable[Unit]) -> str:
    return voice.say(", ").join(unit.name for unit in found)


def _counted(voice: Voice, counts: dict[str, int]) -> str:
    shown = [f"{name} {count}" for name, count in list(counts.items())[:LISTED]]
    left = len(counts) - len(shown)
    return voice.say(", ").join(shown) + (voice.say(" and {count} more", count=left) if left else "")
