"""Cards of a plan, a unit and a task in the chat, with the buttons by which the office changes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.errors import Refused
from bot.locale import Html, bold, join
from bot.services import milestones, plans, post, targets, units, units_reporting
from bot.services.context import Context
from bot.services.plans_text import plan_line, plan_lines, task_lines, unit_lines
from bot.services.post import Button
from storage import ledger
from storage.kinds import MessageKind, TaskState
from storage.models import Plan, Task, Unit

STEPS = 4
PLANS = 8


def show_plans(ctx: Context, words: str, message_id: int = 0) -> None:
    """Show the plans, or the one that the words name."""
    found = plans.every(ctx)
    if words or len(found) == 1:
        show_plan(ctx, plans.find(ctx, words) if words else found[0], message_id)
        return
    if not found:
        raise Refused("No plan has been imported yet; send its document here (Word, Excel, PDF or text)")
    rows = [[Button(f"P{plan.id} {_clip(plan.title, 20)}", f"plan_card:{plan.id}")] for plan in found[:PLANS]]
    hint = ctx.voice.say("To import another, send its document here (Word, Excel, PDF or text).")
    _put(ctx, f"plans:{_cause(ctx)}", join([*(plan_line(ctx, plan) for plan in found), hint]), rows, message_id)


def show_plan(ctx: Context, plan: Plan, message_id: int = 0) -> None:
    """Show one plan in figures."""
    rows = []
    if _office(ctx):
        label = ctx.voice.say("Close the plan…") if plan.closed_at is None else ctx.voice.say("Open it again")
        rows.append([Button(label, f"plan_close:{plan.id}" if plan.closed_at is None else f"plan_open:{plan.id}")])
    lines = plan_lines(ctx, plans.card(ctx, plan))
    _put(ctx, f"plan:{plan.id}:{_cause(ctx)}", _text(lines), rows, message_id)


def ask_close(ctx: Context, plan: Plan, message_id: int) -> None:
    """Ask before a plan is closed."""
    if plan.closed_at is not None:
        raise Refused("{plan} is closed already", plan=plan.title)
    text = ctx.voice.html(
        "Close {plan}? Nobody is asked about its tasks any more; everything in it is kept.", plan=bold(plan.title)
    )
    yes = Button(ctx.voice.say("Close it"), f"plan_close:{plan.id}:yes")
    no = Button(ctx.voice.say("Leave it open"), f"plan_card:{plan.id}")
    _put(ctx, f"plan:{plan.id}:{_cause(ctx)}", text, [[yes, no]], message_id)


def show_unit(ctx: Context, unit: Unit, message_id: int = 0) -> None:
    """Show who a unit is."""
    rows = _unit_rows(ctx, unit) if _office(ctx) else []
    _put(ctx, f"unit:{unit.id}:{_cause(ctx)}", _text(unit_lines(ctx, unit)), rows, message_id)


def show_task(ctx: Context, task: Task, message_id: int = 0) -> None:
    """Show what the office has set of a task."""
    rows = _task_rows(ctx, task) if _office(ctx) and task.state is TaskState.open else []
    _put(ctx, f"task:{task.id}:{_cause(ctx)}", _text(task_lines(ctx, task)), rows, message_id)


def show_reporters(ctx: Context, task: Task, message_id: int) -> None:
    """Show the units from which the one that reports is chosen."""
    voice = ctx.voice
    made = [
        Button(_clip(unit.name, 28), f"task_rep:{task.id}:{unit.id}") for unit in units_reporting.candidates(ctx, task)
    ]
    rows = [made[start : start + 2] for start in range(0, len(made), 2)]
    rows.append(
        [
            Button(voice.say("First lead unit"), f"task_rep:{task.id}:0"),
            Button(voice.say("Another unit…"), f"task_ask:{task.id}:plan_reporter"),
            Button(voice.say("Back"), f"task_card:{task.id}"),
        ]
    )
    now = voice.say(", ").join(units_reporting.reporting(ctx, task)) or voice.say("none")
    text = voice.html("Who reports on {code}? Now: {units}", code=task.code, units=now)
    _put(ctx, f"task:{task.id}:{_cause(ctx)}", text, rows, message_id)


def ask_same(ctx: Context, keep: Unit, other: Unit) -> None:
    """Ask before two units become one."""
    voice = ctx.voice
    text = voice.html(
        "Are {first} and {second} one unit? What the other has goes on under the name that you choose; reports stay "
        "with the unit that gave them.",
        first=keep.name,
        second=other.name,
    )
    rows = [
        [Button(voice.say("One unit: {unit}", unit=_clip(keep.name, 20)), f"unit_same:{keep.id}:{other.id}")],
        [Button(voice.say("One unit: {unit}", unit=_clip(other.name, 20)), f"unit_same:{other.id}:{keep.id}")],
        [Button(voice.say("Two units"), f"unit_two:{keep.id}:{other.id}")],
    ]
    _put(ctx, f"unit:{keep.id}:{_cause(ctx)}", text, rows, 0)


def say(ctx: Context, said: str) -> None:
    """Tell the acting person something in a message of its own."""
    _put(ctx, f"plan_said:{_cause(ctx)}", join([said]), (), 0)


def _unit_rows(ctx: Context, unit: Unit) -> list[list[Button]]:
    voice, key = ctx.voice, unit.id
    if not units.alive(unit):
        heir = ledger.heir(session=ctx.session, unit=unit)
        return [[Button(_clip(heir.name, 28), f"unit_card:{heir.id}")]]
    rows = []
    for first, second in units.aliases_proposed(ctx):
        if key in (first.id, second.id):
            pair = f"{first.id}:{second.id}"
            rows.append([Button(voice.say("One unit or two…"), f"unit_pair:{pair}")])
    if unit.collective:
        return [*rows, [Button(voice.say("List members"), f"unit_ask:{key}:plan_members")]]
    label = voice.say("Not consulted") if unit.consult else voice.say("Consult only")
    return [
        *rows,
        [
            Button(voice.say("New name"), f"unit_ask:{key}:plan_rename"),
            Button(voice.say("Another name"), f"unit_ask:{key}:plan_alias"),
        ],
        [
            Button(voice.say("Successor"), f"unit_ask:{key}:plan_successor"),
            Button(label, f"unit_consult:{key}:{int(not unit.consult)}"),
        ],
    ]


def _task_rows(ctx: Context, task: Task) -> list[list[Button]]:
    voice, key = ctx.voice, task.id
    rows = [
        [
            Button(voice.say("Who reports"), f"task_who:{key}"),
            Button(voice.say("Add target"), _asks(key, "target_add")),
        ],
        [Button(voice.say("Add milestone"), _asks(key, "step_add"))],
    ]
    if targets.of_task(ctx, task):
        rows[1].append(Button(voice.say("Change target"), _asks(key, "target_set")))
    steps = list(enumerate(milestones.of_task(ctx, task), start=1))
    waiting = [number for number, step in steps if step.done_on is None]
    if waiting:
        rows[1].append(Button(voice.say("Move milestone"), _asks(key, "step_move")))
        rows.append(
            [
                Button(voice.say("Milestone {number} reached", number=number), f"task_done:{key}:{number}")
                for number in waiting[:STEPS]
            ]
        )
    return rows


def _asks(key: int | None, what: str) -> str:
    return f"task_ask:{key}:plan_{what}"


def _office(ctx: Context) -> bool:
    return ctx.actor is not None and ctx.actor.is_office


def _text(lines: Iterable[str]) -> Html:
    first, *rest = lines
    return join([bold(first), *rest])


def _cause(ctx: Context) -> str:
    return str(ctx.inbox_id if ctx.inbox_id is not None else ctx.now.isoformat())


def _put(ctx: Context, key: str, text: Html, rows: Sequence[Sequence[Button]], message_id: int) -> None:
    assert ctx.person is not None, "somebody has asked"
    letter = post.Letter(MessageKind.receipt, text, f"card:{key}", buttons=rows)
    if message_id:
        post.edit(ctx, ctx.person, message_id, letter)
    else:
        post.send(ctx, ctx.person, letter)


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
