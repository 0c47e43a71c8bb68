"""The buttons under nudges and receipts: 其余正常, 下载本单位表, 等领导审, 改, 撤回."""

from __future__ import annotations

from datetime import date

from bot.errors import Refused
from bot.locale import Html, join
from bot.replies import REST, Item
from bot.reports import unit_sheet
from bot.reports.obstacle import bare
from bot.services import owing, pending, post, question_ask, receipt, report_hint, rest, say, shown, undo
from bot.services.context import Context
from bot.services.report_store import Batch, Words
from bot.services.report_taken import Taken
from storage import reports
from storage.kinds import MessageKind, ReadingKind, Source, Status
from storage.models import Report, Unit

TOO_OLD = "This button is too old; please use the newest message"


def all_ok(ctx: Context, words: list[str], chat_id: int, message_id: int) -> Taken:
    """其余正常 on a nudge: ask for the one confirming press, with the codes that it will cover."""
    plan_id, unit, month = _of_nudge(ctx, words)
    duties = [each for each in owing.unit_duties(ctx, unit) if each.book.plan.id == plan_id]
    _same_round(ctx, duties, month)
    only = {code for each in duties for code in each.owed}
    text = ctx.voice.say("The rest as usual")
    said = Words(text, chat_id, message_id, ctx.now, source=Source.button)
    item = Item(REST, Status.in_progress, words=text)
    batch = Batch(unit, said, ReadingKind.progress, [item])
    if rest.ask(ctx, batch, item, only=only):
        return Taken("asked to confirm the rest", text=ctx.voice.say("Please confirm below"))
    report_hint.send(
        ctx, join([rest.nothing(ctx, duties), *receipt.still_open(ctx, unit, all_in=not rest.all_in(duties))]), unit
    )
    return Taken("nothing left to confirm", text=ctx.voice.say("Nothing left to confirm"))


def await_leader(ctx: Context, words: list[str]) -> Taken:
    """等领导审 on a nudge: what the plan's round still asks of the unit is on its way."""
    plan_id, unit, month = _of_nudge(ctx, words)
    _same_round(ctx, [each for each in owing.unit_duties(ctx, unit) if each.book.plan.id == plan_id], month)
    text = pending.mark(ctx, unit, ctx.voice.say("With our leader"), None, plan_id=plan_id)
    report_hint.send(ctx, text, unit)
    return Taken("noted as on its way", text=ctx.voice.say("Noted"))


def sheet(ctx: Context, words: list[str]) -> Taken:
    """下载本单位表: send the unit's open tasks as a sheet, with what was last said of each."""
    plan_id, unit, _ = _of_nudge(ctx, words)
    duties = next((each for each in owing.unit_duties(ctx, unit) if each.book.plan.id == plan_id), None)
    if duties is None or not duties.open:
        raise Refused("There is no open task in this plan")
    name, _, data = unit_sheet.render(ctx.voice, _sheet(ctx, unit, duties))
    text = ctx.voice.html(
        "{unit}, {count} open. Fill in the yellow columns and send it back; a line each here will do too: {example}",
        unit=unit.name,
        count=len(duties.open),
        example=report_hint.example(ctx, unit),
    )
    assert ctx.person is not None
    letter = post.Letter(MessageKind.document, text, f"sheet:{ctx.inbox_id}", unit_id=unit.id, plan_id=plan_id)
    post.document(ctx, ctx.person, letter, name, data)
    return Taken("the unit's sheet was sent", text=ctx.voice.say("On its way"))


def correct(ctx: Context, chat_id: int, message_id: int) -> Taken:
    """改 under a receipt: ask which of its reports, or at once how the only one stands."""
    found = undo.mine(ctx, reports.of_message(session=ctx.session, chat_id=chat_id, message_id=message_id))
    rows = [(row, task) for row, task in found if reports.stands(row)]
    if not rows:
        raise Refused("There is nothing to correct: it has been taken back or replaced already")
    unit = ctx.session.get_one(Unit, rows[0][0].unit_id)
    said = Words(rows[0][0].text, chat_id, message_id, ctx.now)
    batch = Batch(unit, said, ReadingKind.correction, [])
    codes = [task.code for _, task in rows]
    if len(codes) == 1:
        question_ask.say_again(ctx, batch, codes[0], correct=True)
    else:
        question_ask.which_to_correct(ctx, batch, codes)
    return Taken("asked what to correct")


def take_back(ctx: Context, chat_id: int, message_id: int, pressed: int) -> Taken:
    """撤回 under a receipt: the receipt becomes what was taken back."""
    text: Html = undo.take_back(ctx, chat_id, message_id)
    shown.change(ctx, pressed, post.Letter(MessageKind.receipt, text, f"undo:{ctx.inbox_id}"))
    return Taken("taken back", text=ctx.voice.say("Taken back"))


def _of_nudge(ctx: Context, words: list[str]) -> tuple[int, Unit, date | None]:
    """Return plan, unit and month of a nudge's button; Refused where the person does not speak for the unit."""
    try:
        plan_id, unit_id = int(words[0]), int(words[1])
        month = date.fromisoformat(f"{words[2]}-01") if len(words) > 2 else None
    except (IndexError, ValueError) as error:
        raise Refused(TOO_OLD) from error
    unit = next((each for each in ctx.actor.units if each.id == unit_id), None) if ctx.actor else None
    if unit is None:
        raise Refused("You do not answer for this unit now")
    return plan_id, unit, month


def _same_round(ctx: Context, duties: list[owing.UnitDuties], month: date | None) -> None:
    """Refuse a button of a round that is over, saying which one is open."""
    for each in duties:
        if month is not None and month < each.month:
            raise Refused(
                "This was about {old}, which is closed; now {new} is reported",
                old=say.month(ctx.voice, month, today=ctx.today),
                new=say.month(ctx.voice, each.month, today=ctx.today),
            )


def _sheet(ctx: Context, unit: Unit, duties: owing.UnitDuties) -> unit_sheet.UnitSheet:
    voice, tasks = ctx.voice, {task.code: task for task in duties.book.tasks}
    last = _last_reports(ctx, unit)
    lines = []
    for rule in duties.open:
        task = tasks[rule.code]
        report = last.get(task.id or 0)
        lines.append(
            unit_sheet.Line(
                code=task.code,
                title=task.title,
                deadline=say.deadline(voice, task),
                last=bare(report.words, task.code) if report else "",
                last_month=say.year_month(voice, report.month) if report else "",
                owed=task.code in duties.owed,
                overdue=task.code in duties.overdue,
            )
        )
    return unit_sheet.UnitSheet(
        unit=unit.name,
        plan=duties.book.plan.title,
        month=say.year_month(voice, duties.month),
        due=say.full_day(voice, duties.due_on),
        lines=lines,
    )


def _last_reports(ctx: Context, unit: Unit) -> dict[int, Report]:
    """Return what the unit said last of each task."""
    assert unit.id is not None
    return {row.task_id: row for row in reports.standing_of(session=ctx.session, unit_id=unit.id)}
