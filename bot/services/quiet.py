"""The office's overrides: leave a unit or a plan in peace until a day, with a reason; a unit's own time of day."""

from __future__ import annotations

import re
from datetime import date, time

from sqlmodel import col

from bot.errors import Refused
from bot.locale import Html, join
from bot.services import say
from bot.services.context import Context
from bot.services.days import read_day
from bot.services.invite import find_unit
from bot.services.record import record
from storage import ledger, outbox
from storage.kinds import MessageKind
from storage.models import OutboxRow, Plan, Unit

QUIET = "left in peace by the office"
OFF = frozenset({"off", "取消", "恢复", "结束"})
PLANS = frozenset({"plan", "方案", "全部", "all"})
_TIME = re.compile(r"(\d{1,2})[:：点](\d{2})?")


def quiet(ctx: Context, words: str) -> Html:
    """Answer `/quiet UNIT|plan DATE reason`, `/quiet UNIT off`, and without anything who is left in peace."""
    if not words.strip():
        return listed(ctx)
    name, _, rest = words.strip().partition(" ")
    target = _target(ctx, name)
    first, _, reason = rest.strip().partition(" ")
    if first in OFF:
        return _end(ctx, target)
    if not first:
        raise Refused("Until when, and why? Like: /quiet {name} 9月10日 flood", name=name)
    if not reason.strip():
        raise Refused("Please say why as well; it is kept. Like: /quiet {name} {until} flood", name=name, until=first)
    until = read_day(first, ctx.today)
    if until < ctx.today:
        raise Refused("{day} is past", day=say.day(ctx.voice, until, today=ctx.today))
    return _begin(ctx, target, until, " ".join(reason.split()))


def listed(ctx: Context) -> Html:
    """Return who is left in peace now, until when and why."""
    voice = ctx.voice
    found: list[Unit | Plan] = [*ledger.open_plans(session=ctx.session), *ledger.units(session=ctx.session)]
    lines = [
        voice.html(
            "{name} until {day}: {reason}",
            name=_name(each),
            day=say.day(voice, each.quiet_until, today=ctx.today),
            reason=each.quiet_reason or "",
        )
        for each in found
        if each.quiet_until is not None and each.quiet_until >= ctx.today
    ]
    if not lines:
        return voice.html("Nobody is left in peace now. To do so: /quiet unit day reason")
    return join([voice.html("Left in peace:"), *lines])


def set_time(ctx: Context, words: str) -> Html:
    """Answer `/time UNIT HH:MM`, or `/time UNIT off` for the office's own time again."""
    name, _, rest = words.strip().rpartition(" ")
    if not name:
        raise Refused("For which unit, and at what time? Like: /time {unit} 14:30", unit=rest or "县财政局")
    unit = find_unit(ctx, name)
    rules, before = ctx.office.rules, unit.nudge_time
    if rest in OFF:
        unit.nudge_time = None
    else:
        unit.nudge_time = _time(ctx, rest)
    ctx.session.add(unit)
    record(ctx, "unit.time", unit, before={"at": str(before)}, after={"at": str(unit.nudge_time)})
    at = unit.nudge_time or rules.nudge_time
    return ctx.voice.html("{unit} is reminded at {time} from now on.", unit=unit.name, time=f"{at:%H:%M}")


def _time(ctx: Context, words: str) -> time:
    found, rules = _TIME.fullmatch(words), ctx.office.rules
    if found:
        hour, minute = int(found[1]), int(found[2] or 0)
        if hour < 24 and minute < 60 and rules.quiet_before <= time(hour, minute) < rules.quiet_from:
            return time(hour, minute)
    raise Refused(
        "{words}: a time from {first} to before {last} is expected, like 14:30",
        words=words[:20],
        first=f"{rules.quiet_before:%H:%M}",
        last=f"{rules.quiet_from:%H:%M}",
    )


def _target(ctx: Context, name: str) -> Unit | Plan:
    plans = ledger.open_plans(session=ctx.session)
    if name in PLANS and len(plans) == 1:
        return plans[0]
    for plan in plans:
        if name == plan.title or (plan.letter and name in (plan.letter, f"方案{plan.letter}")):
            return plan
    if name in PLANS:
        raise Refused("Which plan? {plans}", plans=ctx.voice.say(", ").join(plan.title for plan in plans))
    return find_unit(ctx, name)


def _begin(ctx: Context, target: Unit | Plan, until: date, reason: str) -> Html:
    before = {"until": str(target.quiet_until), "reason": target.quiet_reason}
    target.quiet_until, target.quiet_reason = until, reason
    ctx.session.add(target)
    record(ctx, "quiet", target, before=before, after={"until": str(until), "reason": reason})
    mine = col(OutboxRow.plan_id if isinstance(target, Plan) else OutboxRow.unit_id) == target.id
    outbox.cancel_where(
        col(OutboxRow.kind) == MessageKind.nudge,
        mine,
        session=ctx.session,
        now=ctx.now,
        reason=QUIET,
    )
    return ctx.voice.html(
        "{name} is left in peace until {day}: {reason}. Lights and missing lists go on as they are.",
        name=_name(target),
        day=say.day_week(ctx.voice, until, today=ctx.today),
        reason=reason,
    )


def _end(ctx: Context, target: Unit | Plan) -> Html:
    if target.quiet_until is None or target.quiet_until < ctx.today:
        raise Refused("{name} is not left in peace now", name=_name(target))
    record(ctx, "quiet", target, before={"until": str(target.quiet_until)}, after={"until": None})
    target.quiet_until, target.quiet_reason = None, None
    ctx.session.add(target)
    return ctx.voice.html("{name} is reminded again from now on.", name=_name(target))


def _name(target: Unit | Plan) -> str:
    return target.title if isinstance(target, Plan) else target.name
