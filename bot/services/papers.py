"""The cycle of a month's papers: freeze, figures, drafts, units verify, checked, approved, final. Nothing is published.

A month is frozen once its late reports no longer count: its Summary is stored then and never changed; what comes later
stands in a supplement. The bulletin cannot be checked before the units that it would name have had their day to verify.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.errors import Refused
from bot.locale import Html, Voice, bold, join
from bot.reports.packing import from_json, to_json
from bot.reports.summary import Summary
from bot.reports.text import clauses
from bot.rules.months import add_months
from bot.services import naming, people, post, say
from bot.services import review_post as desk
from bot.services.context import Context
from bot.services.post import Button, Rows
from bot.services.record import record
from bot.services.summary import Wanted, summarise
from bot.services.views import PlanBook, plan_book
from storage import papers as stored
from storage.kinds import MessageKind, PaperKind, PaperStage
from storage.models import FrozenMonth, Paper, PaperStep, Plan

MONTHS = 12  # of history that is frozen with the figures
NAMES = {PaperKind.bulletin: "the bulletin", PaperKind.brief: "the brief"}
STAGES = {
    PaperStage.draft: "draft",
    PaperStage.checked: "checked",
    PaperStage.approved: "approved",
    PaperStage.final: "final",
}
BEFORE = {
    PaperStage.checked: PaperStage.draft,
    PaperStage.approved: PaperStage.checked,
    PaperStage.final: PaperStage.approved,
}


class OutOfTurn(Refused):
    """A paper stands at another stage than the one that was pressed for."""


def last_month(ctx: Context, book: PlanBook) -> date:
    """Return the newest month whose late reports no longer count. Refused where there is none yet."""
    month = add_months(book.schedule.current(ctx.today), -1)
    if month < _first(book):
        raise Refused("No month is over yet; papers are made of a month whose late reports no longer count")
    return month


def freeze(ctx: Context, book: PlanBook, month: date) -> FrozenMonth:
    """Return the month's figures, stored now where they have not been; they are never changed. Refused while open."""
    plan_id = book.plan.id or 0
    found = stored.frozen(session=ctx.session, plan_id=plan_id, month=month)
    if found is not None:
        return found
    if month < book.plan.first_month:
        raise Refused("{month} is before the plan's first month", month=say.year_month(ctx.voice, month))
    if month < _first(book):
        raise Refused("{month} was not asked about: the plan came later", month=say.year_month(ctx.voice, month))
    until = book.schedule.round(month).freeze
    if ctx.today <= until:
        raise Refused(
            "{month} is not over: late reports count until {day}",
            month=say.year_month(ctx.voice, month),
            day=say.day_week(ctx.voice, until, today=ctx.today),
        )
    summary = summarise(ctx, Wanted(month, plan_id=plan_id, months=MONTHS))
    found = FrozenMonth(plan_id=plan_id, month=month, figures=to_json(summary), at=ctx.now)
    ctx.session.add(found)
    ctx.session.flush()
    record(ctx, "month.frozen", found, after={"month": month.isoformat(), "total": summary.numbers.total})
    for kind in PaperKind:
        paper = Paper(frozen_id=found.id or 0, kind=kind)
        ctx.session.add(paper)
        ctx.session.flush()
        ctx.session.add(PaperStep(paper_id=paper.id or 0, stage=PaperStage.draft, person_id=None, at=ctx.now))
    ctx.session.flush()
    return found


def _first(book: PlanBook) -> date:
    """Return the first month that can have papers: no unit is named for a month that it was not asked about."""
    return max(book.plan.first_month, book.asked_from)


def summary_of(frozen: FrozenMonth) -> Summary:
    """Return the figures as they were frozen."""
    return from_json(frozen.figures)


def announce(ctx: Context, book: PlanBook, month: date) -> None:
    """Freeze the month and tell the office that its drafts are there."""
    frozen = freeze(ctx, book, month)

    def write(voice: Voice) -> Html:
        return voice.html(
            "[{month} frozen] {title}: the figures stand. Drafts of bulletin and brief: /paper {month_number}",
            month=say.month(voice, month, today=ctx.today),
            title=book.plan.title,
            month_number=f"{month:%Y-%m}",
        )

    people.tell_office(ctx, f"frozen:{frozen.id}", write)


def show(ctx: Context, book: PlanBook, month: date) -> None:
    """Queue the card of a month's papers."""
    assert ctx.person is not None, "somebody has asked"
    frozen = freeze(ctx, book, month)
    letter = post.Letter(MessageKind.office, *_card(ctx, book, frozen))
    post.send(ctx, ctx.person, letter)


def refresh(ctx: Context, frozen: FrozenMonth, message_id: int) -> None:
    """Change a card to how it stands now."""
    assert ctx.person is not None, "somebody has pressed"
    letter = post.Letter(MessageKind.office, *_card(ctx, book_of(ctx, frozen), frozen))
    post.edit(ctx, ctx.person, message_id, letter)


def find(ctx: Context, frozen_id: int) -> FrozenMonth:
    """Return a frozen month by its number. Refused where it is not there."""
    found = ctx.session.get(FrozenMonth, frozen_id)
    if found is None:
        raise Refused("This button is too old; please use the newest message")
    return found


def book_of(ctx: Context, frozen: FrozenMonth) -> PlanBook:
    """Return the plan of a frozen month."""
    return plan_book(ctx, ctx.session.get_one(Plan, frozen.plan_id))


def verify(ctx: Context, frozen: FrozenMonth) -> str:
    """Send each unit that would be named its own sentences."""
    return naming.ask_units(ctx, frozen.plan_id, frozen.month)


def step(
    ctx: Context, frozen: FrozenMonth, kind: PaperKind, stage: PaperStage, *, number: str = "", approver: str = ""
) -> str:
    """Record that a paper has reached the next stage, by the acting person. Refused out of turn."""
    paper = stored.paper_of(session=ctx.session, frozen_id=frozen.id or 0, kind=kind)
    assert paper is not None, "papers are made with the frozen month"
    if paper.stage is not BEFORE.get(stage):
        raise OutOfTurn("{paper}: {how}", paper=ctx.voice.say(NAMES[kind]), how=_how(ctx, ctx.voice, paper))
    if stage is PaperStage.checked and kind is PaperKind.bulletin:
        _must_be_verified(ctx, frozen)
    if stage is PaperStage.approved:
        if not number or not approver:
            raise Refused(
                "An approval needs the paper's number and who approved it: /paper {paper} {month} approve NUMBER NAME",
                paper=ctx.voice.say(NAMES[kind]),
                month=f"{frozen.month:%Y-%m}",
            )
        paper.number, paper.approver = number[:100], approver[:64]
    before, paper.stage = paper.stage, stage
    _store(ctx, paper, before, number and f"{number} {approver}")
    return ctx.voice.say("{paper}: {stage}", paper=ctx.voice.say(NAMES[kind]), stage=ctx.voice.say(STAGES[stage]))


def ask_approval(ctx: Context, frozen: FrozenMonth, kind: PaperKind) -> str:
    """Ask for the number of the paper and who approved it; the next text is the answer. Refused out of turn."""
    paper = stored.paper_of(session=ctx.session, frozen_id=frozen.id or 0, kind=kind)
    assert paper is not None, "papers are made with the frozen month"
    name = ctx.voice.say(NAMES[kind])
    if paper.stage is not BEFORE[PaperStage.approved]:
        raise OutOfTurn("{paper}: {how}", paper=name, how=_how(ctx, ctx.voice, paper))
    text = ctx.voice.html(
        "{paper}, {month}: number of the paper and who approved it? Like: No. 9 [2022] Director Zhang",
        paper=name,
        month=say.year_month(ctx.voice, frozen.month),
    )
    desk.ask(ctx, "paper_approval", {"paper": paper.id}, text, [[desk.cancel_button(ctx.voice)]])
    return ctx.voice.say("Write number and name")


def approve(ctx: Context, paper_id: int, words: str) -> str:
    """Record a paper's approval from “NUMBER NAME”, as typed in."""
    paper = ctx.session.get_one(Paper, paper_id)
    number, _, name = " ".join(words.split()).partition(" ")
    return step(ctx, find(ctx, paper.frozen_id), paper.kind, PaperStage.approved, number=number, approver=name)


def send_back(ctx: Context, frozen: FrozenMonth, kind: PaperKind, reason: str) -> str:
    """Make a paper a draft again, with a reason; a final one stays."""
    paper = stored.paper_of(session=ctx.session, frozen_id=frozen.id or 0, kind=kind)
    assert paper is not None, "papers are made with the frozen month"
    if not reason:
        raise Refused("Please say why: /paper bulletin 2022-08 return REASON")
    if paper.stage in (PaperStage.draft, PaperStage.final):
        raise OutOfTurn("{paper}: {how}", paper=ctx.voice.say(NAMES[kind]), how=_how(ctx, ctx.voice, paper))
    before, paper.stage, paper.number, paper.approver = paper.stage, PaperStage.draft, "", ""
    _store(ctx, paper, before, reason[:500])
    return ctx.voice.say("{paper}: {stage}", paper=ctx.voice.say(NAMES[kind]), stage=ctx.voice.say("draft"))


def _store(ctx: Context, paper: Paper, before: PaperStage, note: str) -> None:
    ctx.session.add(paper)
    taken = PaperStep(paper_id=paper.id or 0, stage=paper.stage, person_id=ctx.person_id, at=ctx.now, note=note)
    ctx.session.add(taken)
    ctx.session.flush()
    record(ctx, "paper.stage", paper, before={"stage": before.value}, after={"stage": paper.stage.value, "note": note})


def _must_be_verified(ctx: Context, frozen: FrozenMonth) -> None:
    book = book_of(ctx, frozen)
    asked = naming.verified(ctx, book.plan, frozen.month)
    if asked.until is None:
        if naming.named(ctx, book, frozen.month):
            raise Refused("The units that would be named have not been asked to verify yet")
    elif not asked.is_over(ctx.today):
        day = say.day_week(ctx.voice, asked.until, today=ctx.today)
        raise Refused("The units have until {day} to verify; not all have answered", day=day)


def _card(ctx: Context, book: PlanBook, frozen: FrozenMonth) -> tuple[Html, str, Rows]:
    voice, month = ctx.voice, frozen.month
    lines = [
        voice.html("[Papers, {month}] {title}", month=say.year_month(voice, month), title=book.plan.title),
        voice.html("Figures frozen {at}", at=say.moment(voice, ctx.office.local(frozen.at), today=ctx.today)),
        _verifying(ctx, voice, book, month),
    ]
    late = stored.supplements(session=ctx.session, plan_id=frozen.plan_id, month=month)
    if late:
        lines.append(voice.html("Came after: {count}, in the supplement; the figures stay", count=len(late)))
    found = stored.papers_of(session=ctx.session, frozen_id=frozen.id or 0)
    lines += [
        voice.html("{paper}: {how}", paper=bold(voice.say(NAMES[p.kind])), how=_how(ctx, voice, p)) for p in found
    ]
    lines.append(voice.html("The bot drafts; people check, sign and send."))
    return join(lines), f"paper:{ctx.inbox_id}", _buttons(ctx, book, frozen, found)


def _verifying(ctx: Context, voice: Voice, book: PlanBook, month: date) -> Html:
    asked = naming.verified(ctx, book.plan, month)
    if asked.until is None:
        count = len(naming.named(ctx, book, month))
        return voice.html("To verify: {count} units, not asked yet", count=count) if count else voice.html("None named")
    said = list(asked.answers.values())
    return voice.html(
        "Verifying until {day}: {yes} as it is, {no} differ, {none} no answer",
        day=say.day(voice, asked.until, today=ctx.today),
        yes=said.count(naming.AGREES),
        no=said.count(naming.DIFFERS),
        none=len(asked.names) - len(said),
    )


def _how(ctx: Context, voice: Voice, paper: Paper) -> str:
    """Return the stages a paper has been through, with who and when."""
    return voice.say(" → ").join(steps(ctx, voice, paper))


def steps(ctx: Context, voice: Voice, paper: Paper) -> Sequence[str]:
    """Return the stages a paper has been through, each with who, when and what was noted."""
    found = []
    for taken in stored.steps_of(session=ctx.session, paper_id=paper.id or 0):
        marks = [desk.person_name(ctx, taken.person_id), desk.moment(ctx, voice, taken.at), taken.note]
        said = clauses([mark for mark in marks if mark], voice)
        found.append(voice.say("{stage} ({marks})", stage=voice.say(STAGES[taken.stage]), marks=said))
    return found


def _buttons(ctx: Context, book: PlanBook, frozen: FrozenMonth, found: Sequence[Paper]) -> Rows:
    voice = ctx.voice
    rows = []
    for paper in found:
        where, name = f"{paper.kind.value}:{frozen.id}", voice.say(NAMES[paper.kind])
        row = [Button(voice.say("Get {paper}", paper=name), f"paper:get:{where}")]
        if paper.stage is PaperStage.draft:
            row.append(Button(voice.say("{paper} checked", paper=name), f"paper:checked:{where}"))
        elif paper.stage is PaperStage.checked:
            row.append(Button(voice.say("{paper} approved …", paper=name), f"paper:approved:{where}"))
        elif paper.stage is PaperStage.approved:
            row.append(Button(voice.say("{paper} final", paper=name), f"paper:final:{where}"))
        rows.append(row)
    asked = naming.verified(ctx, book.plan, frozen.month)
    if asked.until is None and naming.named(ctx, book, frozen.month):
        rows.append([Button(voice.say("Let the units verify"), f"paper:verify:bulletin:{frozen.id}")])
    return rows
