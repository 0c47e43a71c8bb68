"""Changing the ledger's tasks by the office, in words, the same in the chat and on the command line.

    23 title WORDS          23 section WORDS        23 deadline DATE | ongoing | none
    23 lead A、B            23 support A、B          23 split
    23 done REASON          23 cancel REASON        new 101 TITLE; lead A、B; deadline DATE

The original deadline stays beside a new one. What is cancelled or closed keeps its reports; its units are told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from bot.errors import Refused
from bot.locale import Html, Voice, join, text
from bot.services import approval, history_words, say, views
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.onetask import clean_code
from bot.services.record import record
from bot.services.task_parts import assign, free_code, last_position, named_units, read_due, units_of
from storage import ledger, summary
from storage.kinds import AssignmentRole, TaskState
from storage.models import Plan, Task, Unit

TITLE_LIMIT, REASON_LIMIT, CODE_LIMIT = 300, 500, 20
VERBS = {
    "标题": "title", "任务": "title", "title": "title",
    "领域": "section", "分领域": "section", "section": "section",
    "时限": "deadline", "完成时限": "deadline", "deadline": "deadline",
    "牵头": "lead", "牵头单位": "lead", "lead": "lead",
    "配合": "support", "配合单位": "support", "support": "support",
    "拆分": "split", "split": "split",
    "办结": "done", "关闭": "done", "done": "done",
    "取消": "cancel", "cancel": "cancel",
}  # fmt: skip
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ－．　\u00a0]+")  # but not ，。：；, which a reason is written with
NEW = ("新增", "new", "add")
YOURS = {
    "lead": text("{task}: your unit leads it now."),
    "support": text("{task}: your unit supports it now."),
}
ROLES = {"lead": AssignmentRole.lead, "support": AssignmentRole.support}
USAGE = text(
    "Like: /change 23 deadline 2022-12-31; also title, section, lead, support, split, done reason, cancel reason; "
    "a new one: /change new 101 title; lead unit; deadline 2022-12-31"
)


def take(ctx: Context, words: str) -> Html:
    """Do what the words say and tell what has changed. Refused, with how to write it, where they are not clear."""
    words = _WIDE.sub(lambda wide: unicodedata.normalize("NFKC", wide.group()), words).strip()
    first, _, rest = words.partition(" ")
    if first.lower() in NEW:
        return _new(ctx, rest.strip())
    verb, _, value = rest.strip().partition(" ")
    if not first or verb.lower() not in VERBS:
        raise Refused(USAGE)
    task = ledger.find_task(session=ctx.session, code=clean_code(first))
    if task is None:
        raise Refused("No open plan has a task {code}", code=clean_code(first))
    if task.state is TaskState.cancelled:
        raise Refused("Task {code} is cancelled; to open it again: /reopen {code} reason", code=task.code)
    if task.state is not TaskState.open:
        raise Refused("Task {code} is done; to open it again: /reopen {code} reason", code=task.code)
    value, decided = approval.split(value)
    told = _DO[VERBS[verb.lower()]](ctx, task, value)
    facts = approval.read(decided, ctx.today).facts()
    if facts:
        record(ctx, "task.approved", task, after=facts)
        told = join([told, history_words.approval(ctx.voice, facts)])
    return told


def _title(ctx: Context, task: Task, value: str) -> Html:
    return _set(ctx, task, "title", _words(value, TITLE_LIMIT))


def _section(ctx: Context, task: Task, value: str) -> Html:
    return _set(ctx, task, "section", _words(value, TITLE_LIMIT))


def _set(ctx: Context, task: Task, name: str, value: str) -> Html:
    before = getattr(task, name)
    setattr(task, name, value)
    return _changed(ctx, task, name, before, value)


def _deadline(ctx: Context, task: Task, value: str) -> Html:
    due = read_due(ctx, ctx.session.get_one(Plan, task.plan_id), value)
    before = say.deadline(ctx.voice, task)
    task.deadline, task.ongoing, task.deadline_text = due.day, due.ongoing, due.text
    told = _changed(ctx, task, "deadline", before, say.deadline(ctx.voice, task))
    _tell_leads(ctx, task, "deadline", text("{task}: the deadline is now {deadline}."))
    return told


def _units(ctx: Context, task: Task, verb: str, value: str) -> Html:
    wanted = named_units(ctx, value)
    if verb == "lead" and not wanted:
        raise Refused("A task needs a unit that leads it")
    other = AssignmentRole.support if verb == "lead" else AssignmentRole.lead
    there = {unit.id for unit in units_of(ctx.session, task, other)}
    double = [unit.name for unit in wanted if unit.id in there]
    if double and verb == "lead":  # who has supported it leads it now
        kept = [unit for unit in units_of(ctx.session, task, other) if unit.name not in double]
        assign(ctx.session, task, other, kept)
    elif double:
        raise Refused("{units} already has the other part in task {code}", units="、".join(double), code=task.code)
    before = units_of(ctx.session, task, ROLES[verb])
    assign(ctx.session, task, ROLES[verb], wanted)
    if task.reporting_unit_id is not None and verb == "lead":
        task.reporting_unit_id = None  # it was chosen among the units before
    told = _changed(ctx, task, verb, _names(before), _names(wanted))
    for unit in wanted:
        if unit.id not in {each.id for each in before}:
            _tell(ctx, task, unit, verb, YOURS[verb])
    for unit in before:
        if unit.id not in {each.id for each in wanted}:
            _tell(ctx, task, unit, verb, text("{task}: no longer your unit's."))
    return told


def _lead(ctx: Context, task: Task, value: str) -> Html:
    return _units(ctx, task, "lead", value)


def _support(ctx: Context, task: Task, value: str) -> Html:
    return _units(ctx, task, "support", value)


def _split(ctx: Context, task: Task, value: str) -> Html:
    """Give each lead a task of its own: the first keeps this one, the others get 23-2, 23-3, …"""
    leads = units_of(ctx.session, task, AssignmentRole.lead)
    if len(leads) < 2:
        raise Refused("Task {code} has one lead; there is nothing to split", code=task.code)
    supports = units_of(ctx.session, task, AssignmentRole.support)
    made = []
    for lead in leads[1:]:
        values = task.model_dump(exclude={"id", "code", "position", "reporting_unit_id", "document"})
        part = Task(**values, code=free_code(ctx, task), position=last_position(ctx.session, task.plan_id) + 1)
        ctx.session.add(part)
        ctx.session.flush()
        assign(ctx.session, part, AssignmentRole.lead, [lead])
        assign(ctx.session, part, AssignmentRole.support, supports)
        record(ctx, "task.added", part, after={"code": part.code, "split_from": task.code, "lead": lead.name})
        _tell(ctx, part, lead, "split", YOURS["lead"])
        made.append(part.code)
    assign(ctx.session, task, AssignmentRole.lead, leads[:1])
    task.reporting_unit_id = None
    _changed(ctx, task, "split", _names(leads), leads[0].name)
    return ctx.voice.html(
        "{code} split by lead: {units}",
        code=task.code,
        units="、".join(f"{code} {unit.name}" for code, unit in zip([task.code, *made], leads, strict=True)),
    )


def _done(ctx: Context, task: Task, value: str) -> Html:
    plan_claims = summary.claimed_codes(session=ctx.session, plan_id=task.plan_id)
    if task.code in plan_claims:
        raise Refused("Task {code} has been reported done; please confirm or return that", code=task.code)
    return _end(ctx, task, TaskState.done, value)


def _cancel(ctx: Context, task: Task, value: str) -> Html:
    return _end(ctx, task, TaskState.cancelled, value)


def _end(ctx: Context, task: Task, state: TaskState, reason: str) -> Html:
    if not reason:
        raise Refused("Say why, like: /change {code} cancel reason", code=task.code)
    reason = _words(reason, REASON_LIMIT)
    task.state, task.closed_on = state, ctx.today
    _changed(ctx, task, state.value, "open", state.value, reason=reason)
    done = state is TaskState.done
    said = text("{task}: closed as done. {reason}") if done else text("{task}: cancelled. {reason}")
    _tell_leads(ctx, task, state.value, said, reason)
    return ctx.voice.html(said, task=say.title(task), reason=reason)


def _new(ctx: Context, words: str) -> Html:
    code, _, rest = words.partition(" ")
    code = clean_code(code)
    parts = [part.strip() for part in re.split(r"[;；]", rest) if part.strip()]
    if not code or not parts:
        raise Refused(USAGE)
    if len(code) > CODE_LIMIT or ledger.find_task(session=ctx.session, code=code) is not None:
        raise Refused("There is a task {code} already", code=code[:CODE_LIMIT])
    plan = _plan(ctx, code)
    given = {"lead": "", "support": "", "deadline": "", "section": ""}
    for part in parts[1:]:
        verb, _, value = part.partition(" ")
        if VERBS.get(verb.lower()) not in given:
            raise Refused(USAGE)
        given[VERBS[verb.lower()]] = value.strip()
    leads, supports = named_units(ctx, given["lead"]), named_units(ctx, given["support"])
    if not leads:
        raise Refused("A task needs a unit that leads it")
    due = read_due(ctx, plan, given["deadline"])
    task = Task(
        plan_id=plan.id or 0,
        code=code,
        number=code,
        position=last_position(ctx.session, plan.id or 0) + 1,
        section=given["section"],
        title=_words(parts[0], TITLE_LIMIT),
        ongoing=due.ongoing,
        deadline=due.day,
        original_deadline=due.day,
        deadline_text=due.text,
    )
    ctx.session.add(task)
    ctx.session.flush()
    assign(ctx.session, task, AssignmentRole.lead, leads)
    assign(ctx.session, task, AssignmentRole.support, [unit for unit in supports if unit not in leads])
    record(ctx, "task.added", task, after={"code": code, "title": task.title, "lead": _names(leads)})
    for unit in leads:
        _tell(ctx, task, unit, "new", YOURS["lead"])
    due_words = say.deadline(ctx.voice, task)
    return ctx.voice.html(
        "Added: {task}, led by {units}, {deadline}", task=say.title(task), units=_names(leads), deadline=due_words
    )


def _plan(ctx: Context, code: str) -> Plan:
    plans = ledger.open_plans(session=ctx.session)
    if not plans:
        raise Refused("There is no ledger yet; import a plan first")
    fitting = [plan for plan in plans if plan.letter and code.startswith(plan.letter.upper())]
    return next(iter(fitting or [plan for plan in plans if not plan.letter] or plans))


def _words(value: str, limit: int) -> str:
    value = " ".join(value.split())
    if not value:
        raise Refused(USAGE)
    return value[:limit]


def _changed(ctx: Context, task: Task, what: str, before: object, after: object, **more: str) -> Html:
    ctx.session.add(task)
    ctx.session.flush()
    record(ctx, f"task.{what}", task, before={what: str(before)}, after={what: str(after), **more})
    field = ctx.voice.look_up(history_words.FIELDS.get(what, what))
    changed = ctx.voice.html("{field}: {before} → {after}", field=field, before=before or "-", after=after or "-")
    return join([say.title(task), changed])


def _tell_leads(ctx: Context, task: Task, what: str, said: str, reason: str = "") -> None:
    book = views.plan_book(ctx, ctx.session.get_one(Plan, task.plan_id))
    for name in book.rule_tasks[task.code].leads:
        unit = ledger.find_unit(session=ctx.session, name=name)
        if unit is not None:
            _tell(ctx, task, unit, what, said, reason)


def _tell(ctx: Context, task: Task, unit: Unit, what: str, said: str, reason: str = "") -> None:
    def write(voice: Voice) -> Html:
        values = {"task": say.title(task), "deadline": say.deadline(voice, task), "reason": reason}
        return voice.html(said, **values)

    cause = f"task:{task.id}:{what}:{unit.id}:{ctx.inbox_id or ctx.now.isoformat()}"
    desk.tell_unit(ctx, unit.id or 0, cause, write, task.plan_id)


def _names(units: Sequence[Unit]) -> str:
    return "、".join(unit.name for unit in units)


_DO: dict[str, Callable[[Context, Task, str], Html]] = {
    "title": _title,
    "section": _section,
    "deadline": _deadline,
    "lead": _lead,
    "support": _support,
    "split": _split,
    "done": _done,
    "cancel": _cancel,
}
