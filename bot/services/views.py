"""What the cores see of the database: the plans' books, the reader's ledger, the rules' ledger and facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, cast

from sqlmodel import Session

from bot import replies
from bot.config.rules_table import RULE_SETTINGS
from bot.rules import Calendar, Facts, Ledger, Report, Rules, RuleTask, Schedule
from bot.rules.months import add_months, month_of
from bot.services import book_cache
from bot.services.book_rows import RuleTasks, by_task, key_of, standing_for, unit_views
from bot.services.context import Actor, Context
from storage import facts, ledger, nudging, people
from storage import models as tables
from storage.beside import beside
from storage.kinds import AssignmentRole, Role, Status, TaskState


@dataclass(frozen=True)
class PlanBook:
    """One plan as stored, read once: its tasks in order, who does what, and the rules' view of it."""

    plan: tables.Plan
    tasks: tuple[tables.Task, ...]
    leads: dict[int, tuple[tables.Unit, ...]]
    supports: dict[int, tuple[tables.Unit, ...]]
    ledger: Ledger
    schedule: Schedule
    asked_from: date  # the first month whose round has really been asked: the plan was imported by its due day

    def task(self, code: str) -> tables.Task:
        """Return the task of that code."""
        return self.by_code[code]

    @cached_property
    def by_code(self) -> dict[str, tables.Task]:
        """Return the tasks by code."""
        return {task.code: task for task in self.tasks}

    @cached_property
    def rule_tasks(self) -> dict[str, RuleTask]:
        """Return the rules' tasks by code."""
        return {task.code: task for task in self.ledger.tasks}

    @cached_property
    def led_by(self) -> dict[str, list[RuleTask]]:
        """Return the rules' tasks that each unit leads."""
        found: dict[str, list[RuleTask]] = defaultdict(list)
        for task in self.ledger.tasks:
            for unit in task.leads:
                found[unit].append(task)
        return found


def rules_for(ctx: Context, plan: tables.Plan) -> Rules:
    """Return the rules of a plan: the office's, with what the plan sets differently."""
    checks = {setting.key: setting.check for setting in RULE_SETTINGS}
    own: dict[str, Any] = {name: checks[name](value) for name, value in plan.rules.items() if name in checks}
    return replace(ctx.office.rules, **own) if own else ctx.office.rules


def schedule(ctx: Context, plan: tables.Plan) -> Schedule:
    """Return the rules and the calendar of a plan together."""
    return _schedule(rules_for(ctx, plan), ctx.office.calendar)


@lru_cache(maxsize=16)
def _schedule(rules: Rules, calendar: Calendar) -> Schedule:
    """Keep the days of the rounds over the many ticks that ask for them; a calendar is never changed."""
    return Schedule(rules, calendar)


def plan_book(ctx: Context, plan: tables.Plan) -> PlanBook:
    """Read a whole plan with a handful of queries, once a transaction while nothing of it changes."""
    return book_cache.kept(ctx.session, _key(ctx, plan, "whole"), lambda: _plan_book(ctx, plan))


def planning_book(ctx: Context, plan: tables.Plan) -> PlanBook:
    """Read of a plan what planning and nudges need: tasks are rows of some columns, and nobody supports.

    A hundred thousand tasks are read in a fraction of the time that whole ones take.
    """
    return book_cache.kept(ctx.session, _key(ctx, plan, "planning"), lambda: _planning_book(ctx, plan))


def unit_book(ctx: Context, plan: tables.Plan, unit: tables.Unit) -> tuple[PlanBook, frozenset[int] | None]:
    """Read of a plan what one unit's nudge needs: its own tasks; with the units whose reports count as its own.

    Asked before each message is sent: a thousand messages must not read a whole big plan a thousand times. Where the
    whole has been read in this transaction already, that is returned, and None: everybody's reports.
    """
    whole: PlanBook | None = book_cache.known(ctx.session, _key(ctx, plan, "whole"))
    if whole is not None:
        return whole, None
    key = _key(ctx, plan, f"unit {unit.id}")
    return book_cache.kept(ctx.session, key, lambda: _unit_book(ctx, plan, unit))


def _key(ctx: Context, plan: tables.Plan, kind: str) -> tuple[Any, ...]:
    office = ctx.office
    return (kind, plan.id, office.rules, id(office.calendar), office.zone.key)


def _unit_book(ctx: Context, plan: tables.Plan, unit: tables.Unit) -> tuple[PlanBook, frozenset[int]]:
    session, plan_id = ctx.session, key_of(plan)
    units = {key_of(each): each for each in ledger.units(session=session)}
    own, leading = standing_for(session, key_of(unit), units)
    rows = nudging.task_rows(session=session, plan_id=plan_id, units=leading)
    ids, lead = [row.id for row in rows], AssignmentRole.lead
    parts = nudging.part_rows(session=session, plan_id=plan_id, role=lead, tasks_only=ids)
    book = _made(ctx, plan, units, tuple(cast(Sequence[tables.Task], rows)), by_task(parts, units), {})
    return book, own


def _planning_book(ctx: Context, plan: tables.Plan) -> PlanBook:
    session, plan_id = ctx.session, key_of(plan)
    tasks = tuple(cast(Sequence[tables.Task], nudging.task_rows(session=session, plan_id=plan_id)))
    units = {key_of(unit): unit for unit in ledger.units(session=session)}
    leads = by_task(nudging.part_rows(session=session, plan_id=plan_id, role=AssignmentRole.lead), units)
    return _made(ctx, plan, units, tasks, leads, {})


def _plan_book(ctx: Context, plan: tables.Plan) -> PlanBook:
    session, plan_id = ctx.session, key_of(plan)
    tasks = tuple(ledger.tasks_of(session=session, plan_id=plan_id))
    units = {key_of(unit): unit for unit in ledger.units(session=session)}
    leads, supports = (
        by_task(nudging.part_rows(session=session, plan_id=plan_id, role=role), units)
        for role in (AssignmentRole.lead, AssignmentRole.support)
    )
    return _made(ctx, plan, units, tasks, leads, supports)


def _made(
    ctx: Context,
    plan: tables.Plan,
    units: dict[int, tables.Unit],
    tasks: tuple[tables.Task, ...],
    leads: dict[int, tuple[tables.Unit, ...]],
    supports: dict[int, tuple[tables.Unit, ...]],
) -> PlanBook:
    days, maker = schedule(ctx, plan), RuleTasks(ctx, key_of(plan), units)
    rule_tasks = tuple(maker.make(task, leads.get(cast(int, task.id), ())) for task in tasks)
    return PlanBook(
        plan=plan,
        tasks=tasks,
        leads=leads,
        supports=supports,
        ledger=Ledger(rule_tasks, plan.first_month, unit_views(units.values()), plan.quiet_until),
        schedule=days,
        asked_from=_asked_from(ctx, plan, days),
    )


def _asked_from(ctx: Context, plan: tables.Plan, days: Schedule) -> date:
    """Return the first month whose due day came after the import; an import after today is of a rehearsal."""
    imported = ctx.office.day(plan.imported_at)
    if imported > ctx.today:
        return plan.first_month
    month = month_of(imported)
    return max(plan.first_month, month if imported <= days.round(month).due else add_months(month, 1))


def plan_books(ctx: Context) -> list[PlanBook]:
    """Read all open plans."""
    return [plan_book(ctx, plan) for plan in ledger.open_plans(session=ctx.session)]


def plan_facts(
    ctx: Context,
    plan: tables.Plan,
    months: Collection[date] | None = None,
    units: frozenset[int] | None = None,
) -> Facts:
    """Return the reports that count and what is pending, of the months and units given, or of all.

    Read once a transaction, while nothing of it changes.
    """
    key = ("facts", plan.id, None if months is None else frozenset(months), units)
    return book_cache.kept(ctx.session, key, lambda: _plan_facts(ctx, plan, months, units), book_cache.FACTS)


def _plan_facts(
    ctx: Context, plan: tables.Plan, months: Collection[date] | None, units: frozenset[int] | None
) -> Facts:
    session, plan_id = ctx.session, key_of(plan)
    # What a unit that is no more has reported counts for the one that has taken over its tasks.
    heirs = ledger.heirs(session=session)
    returned = facts.returned(session=session)
    before = beside(session=session, plan_id=plan_id, months=months)
    reports = [
        Report(
            unit=heirs.get(name, name),
            code=code,
            month=month,
            late=late,
            status=before[key].status if key in before else Status.in_progress if key in returned else status,
            problem=problem or (before[key].problem if key in before else None),
            expected=expected or extension,
        )
        for key, month, late, status, problem, expected, extension, name, code in facts.standing(
            session=session, plan_id=plan_id, months=months, units=units
        )
    ]
    pending = [
        (heirs.get(name, name), code, month)
        for name, codes, month in facts.pending(session=session, plan_id=plan_id, months=months, units=units)
        for code in codes
    ]
    return Facts.of(reports, pending)


def late_month(book: PlanBook, day: date) -> date | None:
    """Return the month whose round is past its due day and not yet frozen, where there is one."""
    before = add_months(max(book.schedule.current(day), book.plan.first_month), -1)
    return before if book.plan.first_month <= before and day <= book.schedule.round(before).freeze else None


def replies_ledger(ctx: Context) -> replies.Ledger:
    """Return the ledger of all open plans as the reader of replies needs it."""
    return replies.Ledger(view for book in plan_books(ctx) for view in task_views(ctx, book))


def task_views(ctx: Context, book: PlanBook) -> list[replies.TaskView]:
    """Return a plan's tasks as the reader of replies needs them."""
    targets: dict[int, list[replies.TargetView]] = defaultdict(list)
    for target in ledger.targets_of(session=ctx.session, plan_id=key_of(book.plan)):
        targets[target.task_id].append(replies.TargetView(target.name, target.value, target.unit))
    return [
        replies.TaskView(
            code=task.code,
            title=task.title,
            description=task.description,
            lead=tuple(unit.name for unit in book.leads.get(key_of(task), ())),
            support=tuple(unit.name for unit in book.supports.get(key_of(task), ())),
            deadline=task.deadline,
            open=task.state is TaskState.open,
            position=task.position,
            targets=tuple(targets[key_of(task)]),
        )
        for task in book.tasks
    ]


def actor_of(session: Session, telegram_id: int, admins: Collection[int]) -> Actor | None:
    """Return who that is and what they may do; None for somebody we do not know.

    An admin of the settings is one as soon as there is a person of that id, whatever the memberships say.
    """
    person = people.find_person(session=session, telegram_id=telegram_id)
    if person is None:
        return None
    live = people.live_memberships(session=session, person_id=key_of(person))
    roles = {membership.role for membership, _ in live} | ({Role.admin} if telegram_id in admins else set())
    return Actor(person, frozenset(roles), tuple(unit for _, unit in live if unit is not None))
