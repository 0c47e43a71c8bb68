"""Telegram's command menu, made from the table of routes: each person sees what their roles may use."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from bot.chat.route import Route
from bot.locale import Voice
from bot.services.context import Actor, Context
from storage import outbox
from storage.kinds import MessageKind, Role

COMMAND_LIMIT = 100
DESCRIPTION_LIMIT = 256

# The most used come first, `help` last; the others in the order of the table.
FIRST = ("inbox", "summary", "mytasks", "find", "observe", "items", "answer", "history", "lights", "paper", "people")
LAST = ("help",)

Menu = list[dict[str, str]]


def menu_for(routes: Sequence[Route], actor: Actor, voice: Voice, *, but_not: Collection[str] = frozenset()) -> Menu:
    """Return the commands that the person may use, as the Bot API has them; the most used come first."""
    return _menu([route for route in routes if route.name not in but_not], actor.roles, voice)


def switched_off(ctx: Context) -> frozenset[str]:
    """Return the commands that the settings switch off."""
    return frozenset() if ctx.office.score.enabled else frozenset({"score"})


def default_menu(voice: Voice) -> Menu:
    """Return the commands of somebody whose roles are not known."""
    return [{"command": "help", "description": voice.say("What I can do")}]


def put_menu(ctx: Context, actor: Actor, routes: Sequence[Route]) -> None:
    """Queue the person's own menu for their private chat; to be called when their roles have changed."""
    menu = menu_for(routes, actor, Voice(actor.person.language), but_not=switched_off(ctx))
    scope: dict[str, Any] = {"type": "chat", "chat_id": actor.person.telegram_id}
    outbox.put(
        session=ctx.session,
        key=f"menu:{actor.person.id}:{ctx.inbox_id or ctx.now.isoformat()}",
        kind=MessageKind.office,
        chat_id=actor.person.telegram_id,
        person_id=actor.person.id,
        method="setMyCommands",
        payload={"commands": menu, "scope": scope},
        created_at=ctx.now,
    )


def _menu(routes: Sequence[Route], roles: Collection[Role], voice: Voice) -> Menu:
    seen: dict[str, str] = {}
    for route in routes:
        if route.menu and route.roles & set(roles):
            seen.setdefault(route.name, voice.look_up(route.menu)[:DESCRIPTION_LIMIT])
    names = sorted(seen, key=_place)  # stable: the rest as they stand in the table
    return [{"command": name, "description": seen[name]} for name in names[:COMMAND_LIMIT]]


def _place(name: str) -> int:
    if name in FIRST:
        return FIRST.index(name)
    return len(FIRST) + (name in LAST)
