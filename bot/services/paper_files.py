"""A month's papers as files: the frozen figures, and what a paper says besides them."""

from __future__ import annotations

from bot.locale import Voice
from bot.reports.bulletin import About, bad
from bot.reports.obstacle import bare
from bot.reports.packing import pack
from bot.reports.summary import Summary
from bot.rules.months import add_months
from bot.services import naming, papers, post, say
from bot.services.context import Context
from bot.services.summary import Wanted, summarise
from bot.services.views import PlanBook
from storage import papers as stored
from storage import practices
from storage.kinds import MessageKind, PaperKind
from storage.models import FrozenMonth

WORDS, PRACTICES = 60, 4
ANSWERS = {naming.AGREES: "属实", naming.DIFFERS: "有出入，已反馈"}


def send(ctx: Context, frozen: FrozenMonth, kind: PaperKind) -> str:
    """Queue a paper as a document for the acting person; say that it is coming."""
    assert ctx.person is not None, "somebody has pressed"
    about = about_of(ctx, frozen, kind)
    text = ctx.voice.html(
        "{paper}, {month}: {stage}. Please check it before it goes anywhere.",
        paper=ctx.voice.say(papers.NAMES[kind]),
        month=say.year_month(ctx.voice, frozen.month),
        stage=about.steps[-1],
    )
    letter = post.Letter(MessageKind.document, text, f"paper:{ctx.inbox_id}:{kind.value}")
    post.drawn(ctx, ctx.person, letter, kind.value, pack(papers.summary_of(frozen), about))
    return ctx.voice.say("It is being made and comes in a moment")


def about_of(ctx: Context, frozen: FrozenMonth, kind: PaperKind) -> About:
    """Return what a paper says besides the figures, as known now."""
    book = papers.book_of(ctx, frozen)
    paper = stored.paper_of(session=ctx.session, frozen_id=frozen.id or 0, kind=kind)
    assert paper is not None, "papers are made with the frozen month"
    return About(
        plan=book.plan.title,
        asked_until=book.schedule.round(add_months(frozen.month, 1)).due,
        repeated=_repeated(ctx, book, frozen),
        practices=_practices(ctx, frozen),
        supplement=_supplement(ctx, frozen),
        verified=_verified(ctx, book, frozen),
        number=paper.number,
        approver=paper.approver,
        stage=paper.stage.value,
        steps=tuple(papers.steps(ctx, Voice("zh_CN"), paper)),
    )


def _repeated(ctx: Context, book: PlanBook, frozen: FrozenMonth) -> tuple[str, ...]:
    """Return the units that kept the month before badly too."""
    before = add_months(frozen.month, -1)
    if before < book.asked_from:
        return ()
    found = stored.frozen(session=ctx.session, plan_id=frozen.plan_id, month=before)
    summary: Summary = papers.summary_of(found) if found else summarise(ctx, Wanted(before, plan_id=frozen.plan_id))
    return tuple(unit.unit for unit in bad(summary))


def _practices(ctx: Context, frozen: FrozenMonth) -> tuple[str, ...]:
    rows = practices.standing(session=ctx.session, first=frozen.month, last=frozen.month)
    mine = [row for row in rows if row[2].plan_id == frozen.plan_id]
    return tuple(
        f"{unit.name}（第{task.code}项）：{_told(report.words or report.text, practice.note, task.code)}"
        for practice, report, task, unit in mine[:PRACTICES]
    )


def _told(words: str, note: str, code: str) -> str:
    """Return what the unit has told, and what the office has noted of it."""
    said = _short(bare(words, code)).rstrip("。；;")
    return f"{said}。{note}" if note and note not in said else said


def _supplement(ctx: Context, frozen: FrozenMonth) -> tuple[str, ...]:
    rows = stored.supplements(session=ctx.session, plan_id=frozen.plan_id, month=frozen.month)
    voice = Voice("zh_CN")
    return tuple(
        f"{say.day(voice, ctx.office.day(at))}，{unit}补报第{code}项：{_short(bare(words, code))}"
        for at, unit, code, words in rows
    )


def _verified(ctx: Context, book: PlanBook, frozen: FrozenMonth) -> tuple[tuple[str, str, str], ...]:
    asked = naming.verified(ctx, book.plan, frozen.month)
    if asked.until is None:
        return ()
    voice = Voice("zh_CN")
    named = {each.unit: each for each in naming.named(ctx, book, frozen.month)}
    return tuple(
        (
            name,
            naming.sentence(ctx, voice, named[name], frozen.month) if name in named else "",
            f"有出入：{asked.words[name]}"
            if name in asked.words
            else ANSWERS.get(asked.answers.get(name, ""), "未答复"),
        )
        for name in asked.names
    )


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= WORDS else line[: WORDS - 1] + "…"
