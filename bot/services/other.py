"""Everything that is no report: a short line that helps, or a recorded reason; nothing is dropped silently."""

from __future__ import annotations

from bot.errors import Refused
from bot.locale import Html
from bot.services import acknowledge, report_hint
from bot.services.context import Context
from bot.services.report_taken import Taken, ignored, refused
from storage import outbox
from storage.kinds import MessageKind, SeenBy
from storage.models import Unit


def sticker(ctx: Context) -> Taken:
    """A sticker or a moving picture: seen, no report."""
    report_hint.send(ctx, report_hint.acknowledged(ctx, _unit(ctx)) if _unit(ctx) else _office_line(ctx))
    return Taken("a sticker, nothing reported")


def voice(ctx: Context) -> Taken:
    """A voice message or a recording: cannot be read."""
    text = ctx.voice.html(
        "A voice message cannot be read here. Please send text; most keyboards take dictation. For example: {example}",
        example=report_hint.example(ctx, _unit(ctx)),
    )
    report_hint.send(ctx, text)
    return refused("a voice message")


def forwarded(ctx: Context) -> Taken:
    """A forwarded message: whose words they are cannot be told."""
    text = ctx.voice.html(
        "A forwarded message was not recorded. Please copy the text and send it as your own, like: {example}",
        example=report_hint.example(ctx, _unit(ctx)),
    )
    report_hint.send(ctx, text)
    return refused("a forwarded message")


def too_long(ctx: Context) -> Taken:
    """More text than one message can hold."""
    report_hint.send(ctx, ctx.voice.html("This is too long to be read at once. Please send it in several messages."))
    return refused("the text is too long")


def unreadable(ctx: Context) -> Taken:
    """A poll, a place, a contact and the like."""
    text = ctx.voice.html(
        "This kind of message cannot be read here. Please send text, like: {example}",
        example=report_hint.example(ctx, _unit(ctx)),
    )
    report_hint.send(ctx, text)
    return refused("a kind of message that cannot be read")


def unknown_command(ctx: Context, name: str) -> Taken:
    """A command that there is not, or not for this person."""
    text = ctx.voice.html("There is no command /{name}. /help lists what there is.", name=name[:32])
    report_hint.send(ctx, text)
    return refused(f"no such command: /{name[:32]}")


def plain_text(ctx: Context) -> Taken:
    """A text of somebody who answers for no unit: office staff, supervision, a lay supervisor."""
    report_hint.send(ctx, _office_line(ctx))
    return Taken("a text of somebody without a unit")


def in_group(ctx: Context) -> Taken:
    """Addressed in a group: the answer comes in private, where the tasks are nobody else's business."""
    report_hint.send(
        ctx, ctx.voice.html("Please write to me here, in the private chat: in groups I do not read reports.")
    )
    return refused("addressed in a group")


def reaction(ctx: Context, chat_id: int, message_id: int, *, removed: bool) -> Taken:
    """A reaction to one of our messages: seen (签收), noted without a word."""
    row = outbox.find_message(session=ctx.session, chat_id=chat_id, message_id=message_id)
    if removed or row is None:
        return ignored("a reaction that was removed" if removed else "a reaction to no message of ours")
    if row.kind is not MessageKind.nudge:
        return ignored("a reaction to something that asks nothing")
    unit = ctx.session.get(Unit, row.unit_id) if row.unit_id is not None else None
    if unit is not None:
        acknowledge.note(ctx, unit, SeenBy.reaction, row)
    return Taken("seen, by a reaction")


def old_button(ctx: Context) -> Taken:
    """A button that no route takes any more."""
    raise Refused("This button is too old; please use the newest message")


def _unit(ctx: Context) -> Unit | None:
    return ctx.actor.units[0] if ctx.actor and ctx.actor.units else None


def _office_line(ctx: Context) -> Html:
    if ctx.actor is not None and ctx.actor.is_office:
        return ctx.voice.html(
            "Nothing was recorded: you answer for no unit here. /summary shows the month, /help what there is."
        )
    return ctx.voice.html("Nothing was recorded: you answer for no unit here. /help lists what there is.")
