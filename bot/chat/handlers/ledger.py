"""What the ledger tells: /milestone, /practice, /lights, /history, /find, /targets, /score."""

from __future__ import annotations

from bot.chat.handled import Handled
from bot.chat.incoming import Incoming
from bot.chat.route import LIAISON, READERS, Route, command
from bot.errors import Refused
from bot.locale import Html
from bot.services import find, history, lights, milestone_words, post, practice, score, targets_rollup
from bot.services.context import Context
from storage.kinds import MessageKind


def milestone(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/milestone 23 …`."""
    return _answer(ctx, milestone_words.take(ctx, incoming.arguments))


def good_practice(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/practice …`; an export is a document of its own."""
    text = practice.take(ctx, incoming.arguments)
    return Handled() if text is None else _answer(ctx, text)


def show_lights(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/lights` with a task, a unit, a section, or nothing."""
    return _answer(ctx, lights.show(ctx, incoming.arguments))


def show_history(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/history 23`."""
    if not incoming.arguments:
        raise Refused("Which task? For example: /history 23")
    return _answer(ctx, history.story(ctx, incoming.arguments))


def show_found(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/find words`."""
    return _answer(ctx, find.find(ctx, incoming.arguments))


def show_targets(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/targets` with a picture and words: a section, a unit, a task, or nothing."""
    targets_rollup.send(ctx, incoming.arguments)
    return Handled()


def show_score(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/score …`; an export is a document of its own."""
    text = score.take(ctx, incoming.arguments)
    return Handled() if text is None else _answer(ctx, text)


def _answer(ctx: Context, text: Html) -> Handled:
    assert ctx.person is not None, "the route is for people we know"
    post.send(ctx, ctx.person, post.Letter(MessageKind.receipt, text, f"ledger:{ctx.inbox_id}"))
    return Handled()


ROUTES: tuple[Route, ...] = (
    command("milestone", milestone, LIAISON | READERS, menu="A task's milestones: /milestone 23 9月底 印发方案"),
    command("practice", good_practice, LIAISON | READERS, menu="Good practice: /practice 23"),
    command("lights", show_lights, LIAISON | READERS, menu="Lights by month: /lights 23, a unit or a section"),
    command("history", show_history, LIAISON | READERS, menu="A task's whole story: /history 23"),
    command("find", show_found, READERS, menu="Look something up in the ledger: /find words"),
    command("score", show_score, LIAISON | READERS, menu="Draft of the yearly score, where it is switched on"),
    command("targets", show_targets, READERS, menu="Targets planned and reached: /targets"),
)
