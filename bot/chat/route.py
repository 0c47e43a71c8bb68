"""A route: which updates it takes, who may use it, which handler. Deny by default: no role named, nobody may."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.chat.handled import Handled
from bot.chat.incoming import Incoming
from bot.services.context import Context
from storage.kinds import Role

Handler = Callable[[Context, Incoming], Handled]
Match = Callable[[Context, Incoming], bool]

EVERYONE = frozenset(Role)
OFFICE = frozenset({Role.office, Role.admin})
READERS = OFFICE | {Role.supervision}
LIAISON = frozenset({Role.liaison})


@dataclass(frozen=True)
class Route:
    """One row of the table of routes. `strangers` lets in people we do not know yet; `menu` is the command's line."""

    name: str
    matches: Match
    handler: Handler
    roles: frozenset[Role] = frozenset()
    strangers: bool = False
    menu: str = ""
    why: str = ""


def command(
    name: str,
    handler: Handler,
    roles: Iterable[Role],
    *,
    menu: str = "",
    strangers: bool = False,
    also: Iterable[str] = (),
) -> Route:
    """Return a route for `/name`; `menu` is its line in Telegram's command menu (a catalogue text)."""
    names = {name, *also}
    return Route(name, lambda _, incoming: incoming.command in names, handler, frozenset(roles), strangers, menu)


def button(verb: str, handler: Handler, roles: Iterable[Role]) -> Route:
    """Return a route for buttons whose data begins with `verb:`."""
    return Route(
        f"button {verb}",
        lambda _, incoming: incoming.kind == "button" and incoming.verb == verb,
        handler,
        frozenset(roles),
    )
