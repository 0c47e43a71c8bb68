"""`/paper` and its buttons: a month's bulletin and brief, from the frozen figures to the signature."""

from __future__ import annotations

from datetime import date

from bot.chat.handled import Handled
from bot.chat.incoming import Incoming
from bot.chat.route import LIAISON, OFFICE, Route, button, command
from bot.errors import Refused
from bot.services import naming, paper_files, papers, post, views
from bot.services.context import Context
from bot.services.summary_words import split_month
from bot.services.views import PlanBook
from storage.kinds import MessageKind, PaperKind, PaperStage

KINDS = {"通报": PaperKind.bulletin, "bulletin": PaperKind.bulletin, "专报": PaperKind.brief, "brief": PaperKind.brief}
STEPS = {
    "核稿": PaperStage.checked,
    "check": PaperStage.checked,
    "审定": PaperStage.approved,
    "approve": PaperStage.approved,
    "定稿": PaperStage.final,
    "final": PaperStage.final,
}
BACK = ("退回", "return")


def paper(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/paper [通报|专报] [month] [核稿 | 审定 NUMBER NAME | 定稿 | 退回 reason]`."""
    month, words = _read(ctx, incoming.arguments)
    book, words = _book(ctx, words)
    month = month or papers.last_month(ctx, book)
    kind = next((KINDS[word] for word in words if word in KINDS), None)
    rest = [word for word in words if word not in KINDS]
    if not rest:
        papers.show(ctx, book, month)
        if kind is not None:
            paper_files.send(ctx, papers.freeze(ctx, book, month), kind)
        return Handled()
    if kind is None:
        raise Refused("Which paper? Like: /paper bulletin 2022-08 check")
    frozen = papers.freeze(ctx, book, month)
    if rest[0] in BACK:
        return _answer(ctx, papers.send_back(ctx, frozen, kind, " ".join(rest[1:])))
    if rest[0] not in STEPS:
        raise Refused("{word} was not understood. Like: /paper bulletin 2022-08 check", word=rest[0][:40])
    number, name = (rest[1], " ".join(rest[2:])) if len(rest) > 2 else ("", "")
    return _answer(ctx, papers.step(ctx, frozen, kind, STEPS[rest[0]], number=number, approver=name))


def pressed(ctx: Context, incoming: Incoming) -> Handled:
    """Take a button of the card: `paper:WHAT:KIND:NUMBER`."""
    try:
        what, kind, number = incoming.words[0], PaperKind(incoming.words[1]), int(incoming.words[2])
    except (IndexError, ValueError) as error:
        raise Refused("This button is too old; please use the newest message") from error
    frozen = papers.find(ctx, number)
    if what == "get":
        return _said(incoming, paper_files.send(ctx, frozen, kind))
    try:
        if what == PaperStage.approved.value:
            return _said(incoming, papers.ask_approval(ctx, frozen, kind))
        said = papers.verify(ctx, frozen) if what == "verify" else papers.step(ctx, frozen, kind, _stage(what))
    except papers.OutOfTurn as late:  # somebody was first: the card shows how it stands now
        papers.refresh(ctx, frozen, incoming.message_id)
        return Handled(callback_id=incoming.callback_id, callback_text=late.tell(ctx.voice), callback_alert=True)
    papers.refresh(ctx, frozen, incoming.message_id)
    return _said(incoming, said)


def _stage(what: str) -> PaperStage:
    if what not in {stage.value for stage in STEPS.values()}:
        raise Refused("This button is too old; please use the newest message")
    return PaperStage(what)


def _read(ctx: Context, words: str) -> tuple[date | None, list[str]]:
    """Return the month named before a number of a paper, which holds digits of its own, and the other words."""
    found: list[str] = []
    month: date | None = None
    for word in words.split():
        own, rest = (None, word) if month or "〔" in word or len(found) > 1 else split_month(ctx, word)
        month = month or own
        if rest:
            found.append(rest)
    return month, found


def _book(ctx: Context, words: list[str]) -> tuple[PlanBook, list[str]]:
    """Return the plan that is meant: by its letter where several are open."""
    books = views.plan_books(ctx)
    if not books:
        raise Refused("There is no ledger yet; import a plan first")
    if len(books) == 1:
        return books[0], words
    letters = {book.plan.letter.upper(): book for book in books if book.plan.letter}
    for word in words:
        if word.upper() in letters:
            return letters[word.upper()], [each for each in words if each != word]
    return books[0], words


def _answer(ctx: Context, text: str) -> Handled:
    assert ctx.person is not None, "the route is for people we know"
    post.send(ctx, ctx.person, post.Letter(MessageKind.receipt, post.plain(text), f"paper:{ctx.inbox_id}"))
    return Handled()


def _said(incoming: Incoming, text: str) -> Handled:
    return Handled(callback_id=incoming.callback_id, callback_text=text)


def explained(ctx: Context, incoming: Incoming) -> Handled:
    """Take a unit's words in reply to its sentence."""
    row = naming.letter_of(ctx, incoming.reply_to)
    assert row is not None, "the route has looked"
    assert ctx.person is not None, "the route is for people we know"
    text = naming.explain(ctx, row, incoming.text)
    post.send(ctx, ctx.person, post.Letter(MessageKind.receipt, text, f"explained:{ctx.inbox_id}"))
    return Handled()


def _is_explanation(ctx: Context, incoming: Incoming) -> bool:
    if incoming.kind != "text" or not incoming.private or incoming.text.startswith("/") or incoming.withheld:
        return False
    return naming.letter_of(ctx, incoming.reply_to) is not None


ROUTES: tuple[Route, ...] = (
    command("paper", paper, OFFICE, menu="Bulletin and brief of a frozen month: /paper [month]"),
    button("paper", pressed, OFFICE),
    Route("words on a sentence", _is_explanation, explained, LIAISON, why="before reports: it replies to a sentence"),
)
