"""Whatever no other room takes: stickers, voice, forwarded messages, groups, channels, reactions, unknown commands.

`FIRST` goes before everything, `LAST` behind everything: between them each kind of update has an end with a reason.
"""

from __future__ import annotations

from bot.chat.handled import Handled
from bot.chat.handlers.reports import handled, pressed
from bot.chat.incoming import Incoming
from bot.chat.route import EVERYONE, Route
from bot.services import other, sensitive
from bot.services.context import Context
from bot.services.invite import bot_name
from bot.services.post import TEXT_LIMIT
from storage.kinds import InboxState


def withheld(ctx: Context, incoming: Incoming) -> Handled:
    """A text that was not kept: ask to delete it, tell the office that it came."""
    return handled(sensitive.withheld(ctx, incoming.message_id, incoming.withheld))


def channel(_: Context, __: Incoming) -> Handled:
    """A channel's post: nobody to answer."""
    return Handled(InboxState.ignored, "a channel post")


def overheard(_: Context, __: Incoming) -> Handled:
    """Something said in a group to others."""
    return Handled(InboxState.ignored, "said in a group, not to the bot")


def in_group(ctx: Context, _: Incoming) -> Handled:
    """Something said in a group to the bot."""
    return handled(other.in_group(ctx))


def service(_: Context, incoming: Incoming) -> Handled:
    """Telegram's own notices, and changed messages without words."""
    return Handled(InboxState.ignored, f"nothing to do for this kind of update: {incoming.kind}")


def reaction(ctx: Context, incoming: Incoming) -> Handled:
    """A reaction: seen."""
    found = incoming.update.message_reaction if incoming.update else None
    removed = found is None or not found.new_reaction
    return handled(other.reaction(ctx, incoming.chat_id, incoming.message_id, removed=removed))


def anything(ctx: Context, incoming: Incoming) -> Handled:
    """A private message that no other route took."""
    if incoming.forwarded:
        return handled(other.forwarded(ctx))
    match incoming.kind:
        case "sticker":
            return handled(other.sticker(ctx))
        case "voice":
            return handled(other.voice(ctx))
        case "text" if incoming.command or incoming.text.startswith("/"):
            return handled(other.unknown_command(ctx, incoming.command or incoming.text[1:]))
        case "text" | "file":
            return handled(other.plain_text(ctx))
        case _:
            return handled(other.unreadable(ctx))


def too_long(ctx: Context, _: Incoming) -> Handled:
    """A text longer than Telegram's own limit."""
    return handled(other.too_long(ctx))


def old_button(ctx: Context, incoming: Incoming) -> Handled:
    """A button of an earlier version."""
    return pressed(incoming, other.old_button(ctx))


def _is_overheard(ctx: Context, incoming: Incoming) -> bool:
    """Tell whether it was said in a group to others; membership of the bot itself is no talk."""
    if incoming.private or incoming.kind in ("button", "member", "channel"):
        return False
    if incoming.command:
        # /summary@another_bot is for the other one; a bare command reaches every bot of a group, and is for each.
        name = incoming.text.split(maxsplit=1)[0].partition("@")[2]
        own = bot_name(ctx)
        return bool(name and own) and name.lower() != own.lower()
    return not _is_addressed(ctx, incoming)


def _is_addressed(ctx: Context, incoming: Incoming) -> bool:
    name = bot_name(ctx)
    if name and f"@{name}".lower() in incoming.text.lower():
        return True
    message = incoming.update.effective_message if incoming.update else None
    answered = message.reply_to_message.from_user if message and message.reply_to_message else None
    return answered is not None and bool(answered.is_bot) and (not name or answered.username == name)


def _is_service(_: Context, incoming: Incoming) -> bool:
    message = incoming.update.effective_message if incoming.update else None
    return incoming.kind == "other" and message is not None and _notice(message.to_dict())


_PLAIN = frozenset({"message_id", "from", "chat", "date", "message_thread_id", "is_topic_message", "edit_date"})
_NOTICES = frozenset({
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "supergroup_chat_created", "channel_chat_created", "pinned_message",
    "message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id", "write_access_allowed",
    "chat_background_set",
})  # fmt: skip


def _notice(message: dict[str, object]) -> bool:
    said = {name for name, value in message.items() if value}
    return bool(_NOTICES & said) or not (said - _PLAIN)


FIRST: tuple[Route, ...] = (
    Route("channel", lambda _, incoming: incoming.kind == "channel", channel, EVERYONE, strangers=True),
    Route("overheard", _is_overheard, overheard, EVERYONE, strangers=True, why="before strangers are greeted"),
    Route("notice", _is_service, service, EVERYONE, strangers=True, why="nobody has written"),
    Route(
        "withheld",
        lambda ctx, incoming: bool(incoming.withheld and ctx.actor and ctx.actor.roles),
        withheld,
        EVERYONE,
        why="before anything reads the text; strangers only get their polite line",
    ),
    Route(
        "too long",
        lambda ctx, incoming: bool(ctx.actor and incoming.private) and len(incoming.text) > TEXT_LIMIT,
        too_long,
        EVERYONE,
    ),
)

LAST: tuple[Route, ...] = (
    Route("reaction", lambda _, incoming: incoming.kind == "reaction", reaction, EVERYONE),
    Route("old button", lambda _, incoming: incoming.kind == "button", old_button, EVERYONE),
    Route(
        "in a group",
        lambda _, incoming: not incoming.private and incoming.kind not in ("member", "none"),
        in_group,
        EVERYONE,
    ),
    Route("service", lambda _, incoming: incoming.kind in ("edited", "member", "none"), service, EVERYONE),
    Route("anything", lambda _, incoming: True, anything, EVERYONE, why="the last: whatever is left gets an answer"),
)
ROUTES = LAST
