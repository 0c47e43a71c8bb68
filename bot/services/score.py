"""`/score`: the worksheet of a unit's year, where the settings switch it on; signed by a person, open to objection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from bot.errors import Refused
from bot.locale import Html, Voice, bold, join
from bot.reports.csv_file import lines as csv_lines
from bot.rules import Facts
from bot.rules.score import ScoreLine, ScoreRule, by_rule, score_lines, total
from bot.services import dispute, onetask, post, practice, say, views
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.invite import find_unit
from bot.services.record import record
from bot.services.views import PlanBook
from storage import ledger, review
from storage.kinds import MessageKind
from storage.models import AuditEvent, Unit

SHOWN = 30
Read = list[tuple[PlanBook, Facts]]
SIGNED = "score.signed"
_YEAR = re.compile(r"(?:19|20)\d{2}年?")
SIGN, EXPORT, OBJECT = ("签认", "签字", "sign"), ("导出", "export"), ("异议", "object")


def take(ctx: Context, words: str) -> Html | None:
    """Do what the words ask for: a unit's sheet, `导出` (None), `UNIT 签认`, `异议 words`; a year where one is said."""
    if not ctx.office.score.enabled:
        raise Refused("The score worksheet is not switched on: [score] enabled in the settings")
    assert ctx.actor is not None, "the route is for people we know"
    parts = words.split()
    if parts and parts[0].lower() in OBJECT:
        return _object(ctx, " ".join(parts[1:]))
    year = next((int(part[:4]) for part in parts if _YEAR.fullmatch(part)), ctx.today.year)
    rest = [part for part in parts if not _YEAR.fullmatch(part)]
    if rest and rest[-1].lower() in SIGN:
        return _sign(ctx, find_unit(ctx, " ".join(rest[:-1])), year)
    if rest and rest[0].lower() in EXPORT:
        _export(ctx, year)
        return None
    if ctx.actor.may(onetask.READERS):
        return _sheet(ctx, find_unit(ctx, " ".join(rest)), year) if rest else _every(ctx, year)
    return join(_sheet(ctx, unit, year) for unit in ctx.actor.units)


def worksheet(ctx: Context, unit: Unit, year: int, read: Read | None = None) -> list[ScoreLine]:
    """Return a unit's lines of a year up to today, over all open plans; `read` is what was read for another unit."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    marks = [(task, mark) for mark, _, task, _ in practice.of_unit(ctx, unit.id or 0, first, last)]
    found: list[ScoreLine] = []
    for number, (book, facts) in enumerate(read if read is not None else _read(ctx)):
        supports = {t.code for t in book.tasks if unit.id in {u.id for u in book.supports.get(t.id or 0, ())}}
        found += score_lines(
            unit.name,
            first,
            last,
            book.ledger,
            book.schedule,
            facts,
            ctx.office.score,
            ctx.today,
            supports=supports,
            named=_named(ctx, unit) if number == 0 else (),
            practices=[(t.code, ctx.office.day(m.at)) for t, m in marks if t.plan_id == book.plan.id],
        )
    return sorted(found, key=lambda line: line.on)


def _read(ctx: Context) -> Read:
    return [(book, views.plan_facts(ctx, book.plan)) for book in views.plan_books(ctx)]


def _named(ctx: Context, unit: Unit) -> list[date]:
    """Return the days on which sentences that name the unit were sent to it to verify."""
    query = select(AuditEvent).where(AuditEvent.object == "plans", AuditEvent.action == "named.sent")
    events = ctx.session.exec(query.order_by(col(AuditEvent.id))).all()
    return [ctx.office.day(event.at) for event in events if unit.name in event.after.get("units", ())]


def _sheet(ctx: Context, unit: Unit, year: int) -> Html:
    voice, found = ctx.voice, worksheet(ctx, unit, year)
    head = bold(voice.html("{unit}, {year}: draft of the score, {points}", unit=unit.name, year=year,
                           points=_points(total(found))))  # fmt: skip
    parts = [
        voice.html("{rule} {count}, {points}", rule=_rule(voice, rule), count=count, points=_points(points))
        for rule, (count, points) in by_rule(found).items()
    ]
    lines = [_line(ctx, line) for line in found[-SHOWN:]]
    more = voice.html("{count} earlier entries are left out", count=len(found) - SHOWN) if len(found) > SHOWN else None
    note = voice.html("Facts from the ledger with proposed points; what counts is decided and signed by people.")
    objection = voice.html("If something is wrong: /score 异议 and what")
    return join([head, *parts, more, *lines, _signature(ctx, unit, year), note, objection])


def _every(ctx: Context, year: int) -> Html:
    """Return each unit's points in the order of the ledger: the sheet ranks nobody."""
    voice, rows = ctx.voice, _rows(ctx, year)
    lines = [
        voice.html("{unit}: {points}", unit=unit.name, points=_points(total(found))) for unit, found in rows if found
    ]
    head = bold(voice.html("Draft of the score, {year}", year=year))
    return join(
        [head, *lines, voice.html("One unit: /score and its name; all lines: /score 导出; sign: /score unit 签认")]
    )


def _rows(ctx: Context, year: int) -> list[tuple[Unit, list[ScoreLine]]]:
    units = [unit for unit in ledger.units(session=ctx.session) if not unit.collective and unit.successor_id is None]
    read = _read(ctx)
    return [(unit, worksheet(ctx, unit, year, read)) for unit in units]


def _export(ctx: Context, year: int) -> None:
    assert ctx.person is not None, "somebody has asked"
    if not ctx.actor or not ctx.actor.may(onetask.READERS):
        raise Refused("The office exports the score")
    voice = ctx.voice
    heads = [voice.say("Unit"), voice.say("Rule"), voice.say("Task"), voice.say("Date"), voice.say("Points")]
    table: list[Sequence[object]] = [heads]
    for unit, found in _rows(ctx, year):
        table += [[unit.name, _rule(voice, each.rule), each.code, each.on, each.points] for each in found]
    text = voice.html("Draft of the score, {year}; not signed.", year=year)
    letter = post.Letter(MessageKind.document, text, f"score:{ctx.inbox_id}")
    post.document(ctx, ctx.person, letter, f"score-{year}.csv", csv_lines(table).encode("utf-8-sig"))


def _sign(ctx: Context, unit: Unit, year: int) -> Html:
    if ctx.actor is None or not ctx.actor.is_office:
        raise Refused("The office signs the score")
    found = worksheet(ctx, unit, year)
    record(ctx, SIGNED, unit, after={"year": year, "points": total(found), "lines": len(found)})
    return ctx.voice.html("Signed: {unit}, {year}, {points}.", unit=unit.name, year=year, points=_points(total(found)))


def _signature(ctx: Context, unit: Unit, year: int) -> Html | None:
    events = review.events(session=ctx.session, object="units", object_id=unit.id or 0, action=SIGNED)
    mine = [event for event in events if event.after.get("year") == year]
    if not mine:
        return None
    last = mine[-1]
    return ctx.voice.html(
        "Signed by {name}, {at}: {points}",
        name=last.actor,
        at=desk.moment(ctx, ctx.voice, last.at),
        points=_points(float(last.after["points"])),
    )


def _object(ctx: Context, words: str) -> Html:
    if not words:
        raise Refused("Say what is wrong, like: /score 异议 8月15号任务已按时报送")
    dispute.forward(ctx, kind="objection", text=words, codes=[])
    return ctx.voice.html("Thank you; it has been passed on to {office}.", office=ctx.office.name)


def _line(ctx: Context, line: ScoreLine) -> Html:
    role = ctx.voice.say(" (supporting)") if line.supporting else ""
    return ctx.voice.html(
        "{day} {code} {rule}{role} {points}",
        day=say.full_day(ctx.voice, line.on),
        code=line.code,
        rule=_rule(ctx.voice, line.rule),
        role=role,
        points=_points(line.points),
    )


def _rule(voice: Voice, rule: ScoreRule) -> str:
    match rule:
        case ScoreRule.in_time:
            return voice.say("finished in time")
        case ScoreRule.late:
            return voice.say("past the deadline")
        case ScoreRule.month_late:
            return voice.say("month reported late")
        case ScoreRule.missed:
            return voice.say("month not reported")
        case ScoreRule.named:
            return voice.say("to be named (sent to verify)")
        case _:
            return voice.say("good practice")


def _points(value: float) -> str:
    return f"{value:+g}" if value else "0"
