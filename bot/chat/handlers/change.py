"""`/change`: the office adds, edits, splits, closes and cancels tasks."""

from __future__ import annotations

from bot.chat.handled import Handled
from bot.chat.incoming import Incoming
from bot.chat.route import OFFICE, Route, command
from bot.services import post, task_edit
from bot.services.context import Context
from storage.kinds import MessageKind


def change(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/change CODE WHAT …` and `/change new CODE …`."""
    assert ctx.person is not None, "the route is for people we know"
    text = task_edit.take(ctx, incoming.arguments)
    post.send(ctx, ctx.person, post.Letter(MessageKind.receipt, text, f"change:{ctx.inbox_id}"))
    return Handled()


ROUTES: tuple[Route, ...] = (
    command("change", change, OFFICE, menu="Change a task: /change 23 deadline 2022-12-31; new, split, done, cancel"),
)
