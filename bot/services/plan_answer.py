"""The office's words in answer to what it was asked about a plan, a unit or a task: done, and shown."""

from __future__ import annotations

import re

from bot.errors import Refused
from bot.locale import Html
from bot.services import milestones, plan_ask, plan_cards, plan_preview, targets, units, units_reporting
from bot.services.context import Context
from bot.services.invite import find_unit
from storage import ledger
from storage.models import Question, Task, Unit

_NAMES = re.compile(r"[、，,；;\n]+")
_NEW = re.compile(r"^(?:新建|new)\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(?:第|#|no\.?)?\s*(\d{1,2})\s*(?:[.、:：)）]\s*|\s+)(.+)$", re.IGNORECASE | re.DOTALL)


def ask_task(ctx: Context, task: Task, kind: str) -> None:
    """Ask for what is to be set of a task."""
    code, voice = task.code, ctx.voice
    texts = {
        "plan_target_add": voice.html("{code}: which target? For example: 有效发明专利≥300件", code=code),
        "plan_target_set": voice.html("{code}: which target, and what now? For example: 1 320件", code=code),
        "plan_step_add": voice.html("{code}: until when, what? For example: 9月底 印发方案", code=code),
        "plan_step_move": voice.html("{code}: which milestone, to which day? For example: 1 10月底", code=code),
        "plan_reporter": voice.html("{code}: which unit reports? Write its full name", code=code),
    }
    _ask(ctx, kind, {"task": task.id}, texts)


def ask_unit(ctx: Context, unit: Unit, kind: str) -> None:
    """Ask for what is to be set of a unit."""
    voice = ctx.voice
    texts = {
        "plan_members": voice.html("Which units are {unit}? Write their names with commas between", unit=unit.name),
        "plan_rename": voice.html("What is {unit} called now? The old name goes on leading to it", unit=unit.name),
        "plan_alias": voice.html("By what other name is {unit} called?", unit=unit.name),
        "plan_successor": voice.html(
            "Which unit takes over from {unit}, and by which paper? For example: 县数据局，奉委发〔2024〕5号. "
            "For a unit that no plan names write 新建 before it.",
            unit=unit.name,
        ),
    }
    _ask(ctx, kind, {"unit": unit.id}, texts)


def _ask(ctx: Context, kind: str, payload: dict[str, object], texts: dict[str, Html]) -> None:
    if kind not in texts:
        raise Refused("This button is too old; please use the newest message")
    plan_ask.ask(ctx, kind, payload, texts[kind])


def take(ctx: Context, question: Question, words: str) -> None:
    """Do what the words say and show the outcome; Refused leaves the question open."""
    words = words.strip()
    if "preview" in question.payload:
        _point(ctx, question, words)
        return
    if "task" in question.payload:
        task = ctx.session.get_one(Task, question.payload["task"])
        _task(ctx, question.kind, task, words)
        plan_ask.close(ctx, question, ctx.voice.say("Recorded"))
        plan_cards.show_task(ctx, task)
        return
    unit = ctx.session.get_one(Unit, question.payload["unit"])
    shown = _unit(ctx, question.kind, unit, words)
    plan_ask.close(ctx, question, ctx.voice.say("Recorded"))
    if shown is not None:
        plan_cards.show_unit(ctx, shown)


def _point(ctx: Context, question: Question, words: str) -> None:
    preview, number = plan_preview.get(ctx, question.payload["preview"]), int(question.payload["number"])
    decisions = {
        "plan_deadline": lambda: {"do": "deadline", "value": milestones.read_day(words, ctx.today).isoformat()},
        "plan_lead": lambda: {"do": "lead", "value": _name(words)},
        "plan_title": lambda: {"do": "title", "value": _name(words)},
    }
    plan_preview.settle(ctx, preview, number, decisions[question.kind]())
    plan_ask.close(ctx, question, ctx.voice.say("Recorded"))
    plan_preview.next_point(ctx, preview, number)


def _task(ctx: Context, kind: str, task: Task, words: str) -> None:
    match kind:
        case "plan_target_add":
            targets.add(ctx, task, words)
        case "plan_target_set":
            number, rest = _numbered(words, alone=len(targets.of_task(ctx, task)) == 1)
            targets.change(ctx, task, number, rest)
        case "plan_step_add":
            day, title = milestones.split_day(words, ctx.today)
            milestones.add(ctx, task, milestones.ahead(ctx, day), title)
        case "plan_step_move":
            number, rest = _numbered(words, alone=len(milestones.of_task(ctx, task)) == 1)
            milestones.move(ctx, task, number, milestones.ahead(ctx, milestones.read_day(rest, ctx.today)))
        case _:
            units_reporting.set_reporting(ctx, task, find_unit(ctx, words))


def _unit(ctx: Context, kind: str, unit: Unit, words: str) -> Unit | None:
    """Do what the words say of a unit; return which unit to show, or None where something else was asked."""
    match kind:
        case "plan_members":
            names = [name.strip() for name in _NAMES.split(words) if name.strip()]
            units.list_members(ctx, unit, [_named(ctx, name) for name in names])
        case "plan_rename":
            units.rename(ctx, unit, words)
        case "plan_alias":
            other = ledger.find_unit(session=ctx.session, name=words)
            if other is not None and other.id != unit.id:
                plan_cards.ask_same(ctx, unit, other)
                return None
            units.add_alias(ctx, unit, words)
        case _:
            name, _, paper = re.sub(r"[,，;；\n]", "\0", words, count=1).partition("\0")
            new = _named(ctx, name.strip())
            units.succeed(ctx, unit, new, paper)
            return new
    return unit


def _named(ctx: Context, name: str) -> Unit:
    """Return the unit of that name; one that no plan names is made only where 新建 stands before it."""
    bare = _NEW.sub("", name)
    if bare != name and ledger.find_unit(session=ctx.session, name=bare) is None:
        return units.make(ctx, bare)
    return find_unit(ctx, bare)


def _numbered(words: str, *, alone: bool) -> tuple[int, str]:
    """Return number and rest of “1 320件”; with only one thing to choose from the number may be left out."""
    match = _NUMBERED.match(words)
    if match:
        return int(match[1]), match[2].strip()
    if alone:
        return 1, words
    raise Refused("Begin with its number in the list, like: 1 320件")


def _name(words: str) -> str:
    name = " ".join(words.split())
    if not name or len(name) > units.NAME_LIMIT:
        raise Refused("A name has from 1 to {limit} characters", limit=units.NAME_LIMIT)
    return name
