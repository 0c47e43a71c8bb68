"""People: /start, /help, /invite, who has blocked us, and what a stranger is told."""

from __future__ import annotations

from bot.chat.handled import Handled
from bot.chat.incoming import Incoming
from bot.chat.menu import menu_for, put_menu, switched_off
from bot.chat.route import EVERYONE, OFFICE, Route, button, command
from bot.errors import Refused
from bot.locale import Html
from bot.locale import join as join_lines
from bot.services import people, post, say
from bot.services.context import Context
from bot.services.help import help_text
from bot.services.invite import Invited, find_unit, invite, revoke
from bot.services.join import Outcome, join
from bot.services.people import Visitor
from storage import invites
from storage import people as stored
from storage.kinds import InboxState, MessageKind, Role

# What may stand behind /invite where it is not for a unit.
ROLE_WORDS = {
    "办公室": Role.office,
    "营商办": Role.office,
    "office": Role.office,
    "督查": Role.supervision,
    "supervision": Role.supervision,
    "监督员": Role.lay_supervisor,
    "lay-supervisor": Role.lay_supervisor,
}
DEPUTY_WORDS = ("副联络员", "副", "deputy")
LISTED = 12


def visitor_of(incoming: Incoming) -> Visitor:
    """Return who sent it."""
    return Visitor(incoming.user_id, incoming.user_name, incoming.username)


def start(ctx: Context, incoming: Incoming) -> Handled:
    """Let somebody in by the code behind /start; without one, help those we know and greet the others."""
    if not incoming.private:
        return Handled(InboxState.refused, "start outside a private chat")
    code = incoming.arguments.strip()
    if not code:
        return welcome_back(ctx, incoming) if ctx.actor and ctx.actor.roles else stranger(ctx, incoming)
    joining = join(ctx, visitor_of(incoming), code)
    if joining.person is None:
        return Handled(InboxState.refused, f"invite: {joining.outcome}")
    actor = people.as_actor(ctx, joining.person).actor
    if actor is not None:
        put_menu(ctx, actor, _routes())
    return Handled(reason="joined" if joining.outcome is Outcome.joined else "pressed an own link again")


def welcome_back(ctx: Context, incoming: Incoming) -> Handled:
    """Show the help, and bring the command menu up to date."""
    assert ctx.actor is not None, "the route is for people we know"
    put_menu(ctx, ctx.actor, _routes())
    return show_help(ctx, incoming)


def show_help(ctx: Context, incoming: Incoming) -> Handled:
    """Tell the person what they can do."""
    assert ctx.actor is not None, "the route is for people we know"
    menu = menu_for(_routes(), ctx.actor, ctx.voice, but_not=switched_off(ctx))
    text = help_text(ctx, ctx.actor, [(each["command"], each["description"]) for each in menu])
    key = f"help:{ctx.actor.person.id}:{ctx.inbox_id or ctx.now.isoformat()}"
    post.send(ctx, ctx.actor.person, post.Letter(MessageKind.receipt, text, key))
    return Handled()


def stranger(ctx: Context, incoming: Incoming) -> Handled:
    """Answer a stranger with one polite line a day, in a private chat only; whatever they sent is refused."""
    answered = incoming.private and incoming.kind != "member" and people.greet_stranger(ctx, visitor_of(incoming))
    reason = "a stranger, answered" if answered else "a stranger"
    return Handled(InboxState.refused, reason, callback_id=incoming.callback_id or None)


def member(ctx: Context, incoming: Incoming) -> Handled:
    """Note that somebody has blocked the bot; that they can be reached again shows when they write."""
    person = stored.find_person(session=ctx.session, telegram_id=incoming.user_id)
    if person is None or not incoming.private:
        return Handled(InboxState.ignored, "no chat of ours")
    if incoming.blocked:
        people.mark_unreachable(ctx, person, "blocked the bot")
        return Handled(reason="blocked")
    return Handled(reason="can be reached")


def make_invite(ctx: Context, incoming: Incoming) -> Handled:
    """Answer `/invite UNIT` with a link to pass on."""
    assert ctx.actor is not None, "the route is for the office"
    if not incoming.private:
        raise Refused("Please write to me in a private chat for this: whoever sees a link can use it")
    words = incoming.arguments.split()
    deputy = bool(words) and words[-1].lower() in DEPUTY_WORDS
    name = " ".join(words[:-1] if deputy else words)
    if not name:
        return _answer(ctx, _usage(ctx))
    role = ROLE_WORDS.get(name.lower(), Role.liaison)
    if role is Role.office and Role.admin not in ctx.actor.roles:
        raise Refused("Only an administrator can invite office staff")
    unit = find_unit(ctx, name) if role is Role.liaison else None
    made = invite(ctx, role, unit, deputy=deputy and unit is not None)
    take_back = post.Button(ctx.voice.say("Take this invitation back"), f"invite_back:{made.number}")
    return _answer(ctx, _invited(ctx, made), [[take_back]])


def take_back(ctx: Context, incoming: Incoming) -> Handled:
    """Take an invitation back; its message says so and shows its link no more."""
    assert ctx.actor is not None, "the route is for the office"
    number = next(iter(incoming.words), "")
    revoke(ctx, int(number) if number.isdigit() else 0)
    said = ctx.voice.html("This invitation has been taken back; its link is good for nobody.")
    letter = post.Letter(MessageKind.receipt, said, f"invite_back:{ctx.inbox_id}")
    post.edit(ctx, ctx.actor.person, incoming.message_id, letter)
    return Handled(callback_id=incoming.callback_id, callback_text=ctx.voice.say("Taken back"))


def _invited(ctx: Context, made: Invited) -> Html:
    voice = ctx.voice
    role = people.role_words(voice, made.role, deputy=made.deputy)
    until = say.moment(voice, ctx.office.local(made.expires_at), today=ctx.today)
    what = voice.say("{role} of {unit}", role=role, unit=made.unit.name) if made.unit else role
    return voice.html(
        "Invitation for the {what}, for one person, good until {until}. Please pass it on:\n{link}",
        what=what,
        until=until,
        link=made.link,
    )


def _usage(ctx: Context) -> Html:
    voice = ctx.voice
    lines = [voice.html("Say for which unit, like: /invite {unit}", unit=_an_example(ctx))]
    lines.append(voice.html("With “deputy” behind it for the deputy; “supervision” or “lay-supervisor” for those."))
    open_units = invites.units_without_liaison(session=ctx.session)
    if open_units:
        names = voice.say(", ").join(unit.name for unit in open_units[:LISTED])
        lines.append(voice.html("Nobody yet, {count} units: {units}", count=len(open_units), units=names))
    return join_lines(lines)


def _an_example(ctx: Context) -> str:
    units = invites.units_without_liaison(session=ctx.session)
    return units[0].name if units else ctx.voice.say("the unit's name")


def _answer(ctx: Context, text: Html, buttons: post.Rows = ()) -> Handled:
    assert ctx.actor is not None, "the route is for people we know"
    key = f"invite:{ctx.actor.person.id}:{ctx.inbox_id or ctx.now.isoformat()}"
    post.send(ctx, ctx.actor.person, post.Letter(MessageKind.receipt, text, key, buttons=buttons))
    return Handled()


def _routes() -> tuple[Route, ...]:
    from bot.chat.routes import ROUTES as TABLE  # the whole table, which is made of ours among others

    return TABLE


def _unknown(ctx: Context, incoming: Incoming) -> bool:
    return ctx.actor is None or not ctx.actor.roles


# In this order, and before all others: a code lets a stranger in; whatever else a stranger sends ends here.
ROUTES: tuple[Route, ...] = (
    command("start", start, EVERYONE, strangers=True),
    Route("member", lambda _, incoming: incoming.kind == "member", member, EVERYONE, strangers=True),
    Route("stranger", _unknown, stranger, EVERYONE, strangers=True, why="nothing else is for strangers"),
    command("help", show_help, EVERYONE, menu="What I can do"),
    command("invite", make_invite, OFFICE, menu="Invite a unit's liaison"),
    button("invite_back", take_back, OFFICE),
)
