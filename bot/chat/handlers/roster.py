"""`/people` and its buttons: who is there, ending what somebody is, handing a unit over."""

from __future__ import annotations

from bot.chat.handled import Handled
from bot.chat.incoming import Incoming
from bot.chat.menu import put_menu
from bot.chat.route import OFFICE, Route, button, command
from bot.errors import Refused
from bot.services import people, post, roster
from bot.services.context import Context
from bot.services.roster import Shown
from storage.kinds import MessageKind
from storage.models import Person


def show(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/people [name or unit]`."""
    assert ctx.person is not None, "the route is for people we know"
    words = incoming.arguments
    shown = roster.look_up(ctx, words) if words else roster.overview(ctx)
    post.send(ctx, ctx.person, _letter(ctx, shown))
    return Handled()


def pressed(ctx: Context, incoming: Incoming) -> Handled:
    """Take a button: `people:WHAT:NUMBER[:NUMBER]`."""
    try:
        what, numbers = incoming.words[0], [int(word) for word in incoming.words[1:]]
        shown, changed = _act(ctx, what, numbers)
    except (IndexError, ValueError) as error:
        raise Refused("This button is too old; please use the newest message") from error
    assert ctx.person is not None, "the route is for people we know"
    post.edit(ctx, ctx.person, incoming.message_id, _letter(ctx, shown))
    for person in changed:
        actor = people.as_actor(ctx, person).actor
        if actor is not None and actor.roles:
            put_menu(ctx, actor, _routes())
    return Handled(callback_id=incoming.callback_id)


def _act(ctx: Context, what: str, numbers: list[int]) -> tuple[Shown, list[Person]]:
    match what:
        case "page":
            return roster.overview(ctx, numbers[0]), []
        case "end":
            return roster.ask_end(ctx, numbers[0]), []
        case "ended":
            shown, person = roster.end(ctx, numbers[0])
            return shown, [person]
        case "hand":
            return roster.ask_hand(ctx, numbers[0]), []
        case "handed":
            return roster.hand(ctx, numbers[0], numbers[1])
    raise ValueError(what)


def _letter(ctx: Context, shown: Shown) -> post.Letter:
    return post.Letter(MessageKind.office, shown.text, f"people:{ctx.inbox_id}", buttons=shown.buttons)


def _routes() -> tuple[Route, ...]:
    from bot.chat.routes import ROUTES as TABLE  # the whole table, which is made of ours among others

    return TABLE


ROUTES: tuple[Route, ...] = (
    command("people", show, OFFICE, menu="Who is there: /people [name or unit]"),
    button("people", pressed, OFFICE),
)
