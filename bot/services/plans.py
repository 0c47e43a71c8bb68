"""The plans of the office, side by side: list, show, close, and what one does differently from the settings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlmodel import col, select

from bot.config.rules_table import RULE_SETTINGS
from bot.errors import DubanError, Expected, Refused
from bot.services.context import Context
from bot.services.record import record
from bot.services.views import rules_for
from storage import ledger
from storage.kinds import TaskState
from storage.models import Plan, Target, Task, Unit

NAME_LIMIT = 60


@dataclass(frozen=True)
class PlanCard:
    """A plan in figures. `units` are its real lead units with how many tasks each leads, the busiest first."""

    plan: Plan
    office: str
    states: dict[TaskState, int]
    sections: dict[str, int]
    units: dict[str, int]
    collective: tuple[str, ...]
    ongoing: int
    dated: int
    overdue: int
    targets: int
    rules: dict[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return how many tasks it has, cancelled ones left out."""
        return sum(count for state, count in self.states.items() if state is not TaskState.cancelled)


def every(ctx: Context) -> list[Plan]:
    """Return all plans, open ones first, each group in the order of import."""
    plans = ctx.session.exec(select(Plan).order_by(col(Plan.id))).all()
    return sorted(plans, key=lambda plan: plan.closed_at is not None)


def find(ctx: Context, words: str) -> Plan:
    """Return the plan of that letter, number (P2) or part of its title; with "" the only open one."""
    words = words.strip()
    found = every(ctx)
    opened = [plan for plan in found if plan.closed_at is None]
    if not words:
        if len(opened) == 1:
            return opened[0]
        raise Refused("Which plan? /plan lists them") if found else Refused("No plan has been imported yet")
    for plan in found:
        if words.upper() == f"P{plan.id}":
            return plan
    by_letter = [plan for plan in opened if plan.letter and plan.letter == words.upper()]
    if by_letter:
        return by_letter[0]
    named = [plan for plan in found if words in plan.title]
    if len(named) != 1:
        raise (
            Refused("No plan is found by {words}; /plan lists them", words=words[:40])
            if not named
            else Refused(
                "Several plans are found by {words}: {plans}", words=words[:40], plans="、".join(p.title for p in named)
            )
        )
    return named[0]


def card(ctx: Context, plan: Plan) -> PlanCard:
    """Return a plan in figures, with a handful of queries."""
    tasks = ledger.tasks_of(session=ctx.session, plan_id=plan.id or 0)
    live = [task for task in tasks if task.state is not TaskState.cancelled]
    leads: Counter[str] = Counter()
    collective: dict[str, None] = {}
    kept = {task.id for task in live}
    for part, unit in ledger.plan_assignments(session=ctx.session, plan_id=plan.id or 0):
        if part.task_id not in kept:
            continue
        if unit.collective:
            collective.setdefault(unit.name)
        elif part.role.value == "lead":
            leads[unit.name] += 1
    return PlanCard(
        plan=plan,
        office=plan.office or ctx.office.name,
        states=dict(Counter(task.state for task in tasks)),
        sections=dict(Counter(task.section for task in live if task.section)),
        units=dict(leads.most_common()),
        collective=tuple(collective),
        ongoing=sum(task.ongoing for task in live),
        dated=sum(task.deadline is not None for task in live),
        overdue=sum(_is_overdue(task, ctx.today) for task in live),
        targets=len(ctx.session.exec(select(Target.id).join(Task).where(Task.plan_id == plan.id)).all()),
        rules=dict(plan.rules),
    )


def close(ctx: Context, plan: Plan, reason: str = "") -> None:
    """Close a plan: nobody is asked about its tasks any more; everything in it can still be read."""
    if plan.closed_at is not None:
        raise Refused("{plan} is closed already", plan=plan.title)
    plan.closed_at = ctx.now
    ctx.session.add(plan)
    ctx.session.flush()
    record(ctx, "plan.close", plan, before={"letter": plan.letter}, after={"reason": reason[:200]})


def reopen(ctx: Context, plan: Plan) -> None:
    """Open a closed plan again, unless its codes are another plan's by now."""
    if plan.closed_at is None:
        raise Refused("{plan} is open", plan=plan.title)
    if any(other.letter == plan.letter for other in ledger.open_plans(session=ctx.session)):
        raise Refused("Another open plan has the codes of {plan} by now", plan=plan.title)
    plan.closed_at = None
    ctx.session.add(plan)
    ctx.session.flush()
    record(ctx, "plan.reopen", plan)


def set_rule(ctx: Context, plan: Plan, name: str, value: Any) -> None:
    """Let a plan follow a rule of its own; None goes back to the settings. The value is as TOML has it."""
    setting = next((each for each in RULE_SETTINGS if each.key == name), None)
    if setting is None:
        known = ", ".join(each.key for each in RULE_SETTINGS)
        raise DubanError("There is no rule {name}; there are: {known}", name=name, known=known)
    rules = dict(plan.rules)
    before = rules.pop(name, None)
    if value is not None:
        try:
            setting.check(value)
        except Expected as expected:
            raise DubanError(
                "{name} = {value}: expected {expected}", name=name, value=value, expected=expected
            ) from expected
        rules[name] = _plain(value)
    plan.rules = rules
    rules_for(ctx, plan)  # refuses what does not go together
    ctx.session.add(plan)
    ctx.session.flush()
    record(ctx, "plan.rule", plan, before={name: before}, after={name: rules.get(name)})


def set_office(ctx: Context, plan: Plan, name: str) -> None:
    """Give a plan an office of its own, as it signs papers; "" goes back to the settings."""
    name = " ".join(name.split())[:NAME_LIMIT]
    before, plan.office = plan.office, name or None
    ctx.session.add(plan)
    ctx.session.flush()
    record(ctx, "plan.office", plan, before={"office": before}, after={"office": plan.office})


def office_name(ctx: Context, plan: Plan) -> str:
    """Return the office that runs a plan, as it signs papers."""
    return plan.office or ctx.office.name


def units_without_name(ctx: Context, plan: Plan) -> list[Unit]:
    """Return the collective units of a plan whose members nobody has listed."""
    found: dict[int | None, Unit] = {}
    for _, unit in ledger.plan_assignments(session=ctx.session, plan_id=plan.id or 0):
        listed = unit.collective and ledger.members_of(session=ctx.session, collective_id=unit.id or 0)
        if unit.collective and not listed:
            found.setdefault(unit.id, unit)
    return list(found.values())


def _is_overdue(task: Task, today: date) -> bool:
    return task.state is TaskState.open and task.deadline is not None and task.deadline < today


def _plain(value: Any) -> Any:
    """Return a value as JSON keeps it and as the setting's check takes it again."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
