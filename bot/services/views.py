"""What the cores see of the database: the reader's ledger, the rules' ledger and facts, and what a unit owes now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast

from sqlmodel import Session, col, select

from bot import replies
from bot.config.rules_table import RULE_SETTINGS
from bot.rules import Facts, Held, Ledger, Milestone, Report, Rules, RuleTask, Schedule, UnitView
from bot.rules.months import add_months, month_of
from bot.services import book_cache
from bot.services.context import Actor, Context
from storage import ledger, nudging, people
from storage import models as tables
from storage.beside import beside
from storage.kinds import AssignmentRole, CompletionState, ExtensionState, Role, Status, TaskState


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


@dataclass(frozen=True)
class UnitDuties:
    """What a unit leads and still owes on a day. `owed` are this round's unreported codes; the rest are parts of it."""

    book: PlanBook
    month: date
    due_on: date
    open: tuple[RuleTask, ...] = ()
    reported: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    due_this_month: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    closed: int = 0

    @property
    def asked_one_by_one(self) -> tuple[str, ...]:
        """Return the owed codes that 其余正常 never covers: overdue, or due this month."""
        held = {*self.overdue, *self.due_this_month}
        return tuple(code for code in self.owed if code in held)

    @property
    def rest(self) -> tuple[str, ...]:
        """Return the owed codes that 其余正常 may cover."""
        held = {*self.overdue, *self.due_this_month}
        return tuple(code for code in self.owed if code not in held)


def rules_for(ctx: Context, plan: tables.Plan) -> Rules:
    """Return the rules of a plan: the office's, with what the plan sets differently."""
    checks = {setting.key: setting.check for setting in RULE_SETTINGS}
    own: dict[str, Any] = {name: checks[name](value) for name, value in plan.rules.items() if name in checks}
    return replace(ctx.office.rules, **own) if own else ctx.office.rules


def schedule(ctx: Context, plan: tables.Plan) -> Schedule:
    """Return the rules and the calendar of a plan together."""
    return Schedule(rules_for(ctx, plan), ctx.office.calendar)


def plan_book(ctx: Context, plan: tables.Plan) -> PlanBook:
    """Read a whole plan with a handful of queries, once a transaction while nothing of it changes."""
    office = ctx.office
    key = ("whole", plan.id, office.rules, id(office.calendar), office.zone.key)
    return book_cache.kept(ctx.session, key, lambda: _plan_book(ctx, plan))


def planning_book(ctx: Context, plan: tables.Plan) -> PlanBook:
    """Read of a plan what planning and nudges need: tasks are rows of some columns, and nobody supports.

    A hundred thousand tasks are read in a fraction of the time that whole ones take.
    """
    session, plan_id = ctx.session, _id(plan)
    units = {_id(unit): unit for unit in ledger.units(session=session)}
    return _made(
        ctx,
        plan,
        units,
        tuple(cast(Sequence[tables.Task], nudging.task_rows(session=session, plan_id=plan_id))),
        _by_task(nudging.part_rows(session=session, plan_id=plan_id, role=AssignmentRole.lead), units),
        {},
    )


def _plan_book(ctx: Context, plan: tables.Plan) -> PlanBook:
    session, plan_id = ctx.session, _id(plan)
    tasks = tuple(ledger.tasks_of(session=session, plan_id=plan_id))
    units = {_id(unit): unit for unit in ledger.units(session=session)}
    leads, supports = (
        _by_task(nudging.part_rows(session=session, plan_id=plan_id, role=role), units)
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
    session, plan_id, days = ctx.session, _id(plan), schedule(ctx, plan)
    members = _members(session)
    milestones, held, extended = _milestones(session, plan_id), _claims(ctx, plan_id), _extensions(session, plan_id)
    rule_tasks = tuple(
        _rule_task(task, _real(leads.get(_id(task), ()), units, members), units, milestones, held, extended)
        for task in tasks
    )
    views = {unit.name: _unit_view(unit) for unit in units.values() if _is_particular(unit)}
    return PlanBook(
        plan=plan,
        tasks=tasks,
        leads=leads,
        supports=supports,
        ledger=Ledger(rule_tasks, plan.first_month, views, plan.quiet_until),
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


def plan_facts(ctx: Context, plan: tables.Plan, months: Collection[date] | None = None) -> Facts:
    """Return the reports that count and what is pending, of the months given, or of all."""
    R = tables.Report
    columns: Any = (R.id, R.month, R.late, R.status, R.problem, R.expected, R.extension)
    query: Any = (
        cast(Any, select)(*columns, tables.Unit.name, tables.Task.code)
        .join(tables.Unit, col(R.unit_id) == col(tables.Unit.id))
        .join(tables.Task, col(R.task_id) == col(tables.Task.id))
        .where(R.plan_id == plan.id, col(R.superseded_by_id).is_(None), col(R.withdrawn_at).is_(None))
        .order_by(col(R.at), col(R.id))
    )
    waiting = (
        select(tables.Pending, tables.Unit.name)
        .join(tables.Unit, col(tables.Pending.unit_id) == col(tables.Unit.id))
        .where(tables.Pending.plan_id == plan.id, col(tables.Pending.settled_at).is_(None))
    )
    if months is not None:
        query = query.where(col(R.month).in_(list(months)))
        waiting = waiting.where(col(tables.Pending.month).in_(list(months)))
    # What a unit that is no more has reported counts for the one that has taken over its tasks.
    heirs = ledger.heirs(session=ctx.session)
    returned = _returned(ctx.session)
    before = beside(session=ctx.session, plan_id=_id(plan))
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
        for key, month, late, status, problem, expected, extension, name, code in ctx.session.exec(query)
    ]
    pending = [
        (heirs.get(name, name), code, row.month) for row, name in ctx.session.exec(waiting) for code in row.codes
    ]
    return Facts.of(reports, pending)


def _returned(session: Session) -> set[int | None]:
    """Return the reports whose claim of completion the office has returned: they do not say how the task ends."""
    C = tables.Completion
    return set(session.exec(select(C.report_id).where(C.state == CompletionState.returned)))


def unit_duties(ctx: Context, unit: tables.Unit, day: date | None = None) -> list[UnitDuties]:
    """Return what the unit owes in each open plan in which it leads anything, as of the day (by default today)."""
    found = (_duties(ctx, book, unit.name, day or ctx.today) for book in plan_books(ctx))
    return [duties for duties in found if duties.open or duties.closed]


def late_month(book: PlanBook, day: date) -> date | None:
    """Return the month whose round is past its due day and not yet frozen, where there is one."""
    before = add_months(max(book.schedule.current(day), book.plan.first_month), -1)
    return before if book.plan.first_month <= before and day <= book.schedule.round(before).freeze else None


def _duties(ctx: Context, book: PlanBook, unit: str, day: date) -> UnitDuties:
    month = max(book.schedule.current(day), book.plan.first_month)
    # Inside the late window of the month before, what is missing there is what the unit owes first.
    before = late_month(book, day)
    facts = plan_facts(ctx, book.plan, {month, before} if before else {month})
    rules = book.schedule.rules
    led = [task for task in book.ledger.tasks if unit in task.leads or unit in task.reporting(rules)]
    mine = [task for task in led if task.is_open(day)]
    asked = [task for task in mine if unit in task.reporting(rules)]
    if before and _owed(book, asked, unit, before, day, facts):
        month = before
    owed = _owed(book, asked, unit, month, day, facts)
    return UnitDuties(
        book=book,
        month=month,
        due_on=book.schedule.round(month).due,
        open=tuple(mine),
        reported=tuple(task.code for task in asked if facts.has(unit, task.code, month)),
        owed=tuple(task.code for task in owed),
        overdue=tuple(task.code for task in mine if task.warned_for and task.warned_for < day),
        due_this_month=tuple(
            task.code
            for task in mine
            if task.warned_for
            and day <= task.warned_for
            and task.warned_for.replace(day=1) <= max(month, day.replace(day=1))
        ),
        pending=tuple(task.code for task in asked if (unit, task.code, month) in facts.pending),
        closed=len(led) - len(mine),
    )


def _owed(book: PlanBook, asked: Iterable[RuleTask], unit: str, month: date, day: date, facts: Facts) -> list[RuleTask]:
    rules = book.schedule.rules
    return [
        task for task in asked if book.ledger.owes(task, month, day, rules) and not facts.has(unit, task.code, month)
    ]


def replies_ledger(ctx: Context) -> replies.Ledger:
    """Return the ledger of all open plans as the reader of replies needs it."""
    return replies.Ledger(view for book in plan_books(ctx) for view in task_views(ctx, book))


def task_views(ctx: Context, book: PlanBook) -> list[replies.TaskView]:
    """Return a plan's tasks as the reader of replies needs them."""
    targets: dict[int, list[replies.TargetView]] = defaultdict(list)
    for target in ledger.targets_of(session=ctx.session, plan_id=_id(book.plan)):
        targets[target.task_id].append(replies.TargetView(target.name, target.value, target.unit))
    return [
        replies.TaskView(
            code=task.code,
            title=task.title,
            description=task.description,
            lead=tuple(unit.name for unit in book.leads.get(_id(task), ())),
            support=tuple(unit.name for unit in book.supports.get(_id(task), ())),
            deadline=task.deadline,
            open=task.state is TaskState.open,
            position=task.position,
            targets=tuple(targets[_id(task)]),
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
    live = people.live_memberships(session=session, person_id=_id(person))
    roles = {membership.role for membership, _ in live} | ({Role.admin} if telegram_id in admins else set())
    return Actor(person, frozenset(roles), tuple(unit for _, unit in live if unit is not None))


def _rule_task(
    task: tables.Task,
    leads: tuple[str, ...],
    units: dict[int, tables.Unit],
    milestones: dict[int, list[Milestone]],
    claims: dict[int, list[tuple[CompletionState, Held]]],
    extended: dict[int, tables.Extension],
) -> RuleTask:
    key = _id(task)
    spans = claims.get(key, [])
    confirmed = [span.start for state, span in spans if state is CompletionState.confirmed]
    extension = extended.get(key)
    moved = extension is not None and not extension.judged_by_original
    reporter = units[_heir(task.reporting_unit_id, units)].name if task.reporting_unit_id else None
    return RuleTask(
        code=task.code,
        leads=leads,
        deadline=extension.granted_until if extension and moved else task.deadline,
        extended_to=extension.granted_until if extension else None,
        ongoing=task.ongoing,
        reporter=reporter,
        closed_on=task.closed_on,
        finished_on=confirmed[-1] if confirmed else None,
        cancelled=task.state is TaskState.cancelled,
        held=tuple(span for state, span in spans if state is not CompletionState.confirmed),
        milestones=tuple(milestones.get(key, ())),
        section=task.section,
    )


def _is_particular(unit: tables.Unit) -> bool:
    return unit.consult or unit.quiet_until is not None or unit.nudge_time is not None


def _unit_view(unit: tables.Unit) -> UnitView:
    return UnitView(consult=unit.consult, quiet_until=unit.quiet_until, nudge_time=unit.nudge_time)


def _by_task(rows: Iterable[tuple[int, int]], units: dict[int, tables.Unit]) -> dict[int, tuple[tables.Unit, ...]]:
    found: dict[int, list[tables.Unit]] = defaultdict(list)
    for task_id, unit_id in rows:
        found[task_id].append(units[unit_id])
    return {task_id: tuple(mine) for task_id, mine in found.items()}


def _real(
    leads: Iterable[tables.Unit], units: dict[int, tables.Unit], members: dict[int, list[int]]
) -> tuple[str, ...]:
    """Return the lead units that can be written to: collective ones give way to their listed members, if any."""
    named: list[str] = []
    for unit in leads:
        keys = members.get(_id(unit), []) if unit.collective else [_id(unit)]
        named += [units[_heir(key, units)].name for key in keys]
    return tuple(dict.fromkeys(named))


def _heir(key: int, units: dict[int, tables.Unit]) -> int:
    """Follow a unit to the one that took over from it (承接单位)."""
    seen = {key}
    while (successor := units[key].successor_id) is not None and successor not in seen:
        key = successor
        seen.add(key)
    return key


def _members(session: Session) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for row in session.exec(select(tables.UnitMember).order_by(col(tables.UnitMember.unit_id))):
        found[row.collective_id].append(row.unit_id)
    return found


def _milestones(session: Session, plan_id: int) -> dict[int, list[Milestone]]:
    found: dict[int, list[Milestone]] = defaultdict(list)
    for row in ledger.milestones_of(session=session, plan_id=plan_id):
        found[row.task_id].append(Milestone(row.due, row.title, row.done_on))
    return found


def _claims(ctx: Context, plan_id: int) -> dict[int, list[tuple[CompletionState, Held]]]:
    """Return the days on which the office had each task's completion in hand."""
    C = tables.Completion
    query = (
        select(C)
        .join(tables.Task, col(C.task_id) == col(tables.Task.id))
        .where(tables.Task.plan_id == plan_id)
        .order_by(col(C.claimed_at), col(C.id))
    )
    found: dict[int, list[tuple[CompletionState, Held]]] = defaultdict(list)
    for row in ctx.session.exec(query):
        end: datetime | None = row.decided_at
        span = Held(ctx.office.day(row.claimed_at), ctx.office.day(end) if end else None)
        found[row.task_id].append((row.state, span))
    return found


def _extensions(session: Session, plan_id: int) -> dict[int, tables.Extension]:
    """Return the extension that holds for each task: the one granted last."""
    E = tables.Extension
    query = (
        select(E)
        .join(tables.Task, col(E.task_id) == col(tables.Task.id))
        .where(tables.Task.plan_id == plan_id, E.state == ExtensionState.granted)
        .order_by(col(E.decided_at), col(E.id))
    )
    return {row.task_id: row for row in session.exec(query)}


def _id(row: Any) -> int:
    key: int | None = row.id
    assert key is not None, "the row has not been stored"
    return key
