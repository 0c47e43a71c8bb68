"""What a person is told when their message could not be handled: it is kept, and somebody looks after it."""

from __future__ import annotations

from bot.locale import Html, Voice
from bot.services import people, post
from bot.services.context import Context
from storage.kinds import MessageKind
from storage.models import InboxRow
from storage.people import find_person


def tell(ctx: Context, row: InboxRow) -> None:
    """Tell the sender that the message is kept but not handled, and the office that there is one."""
    person = find_person(session=ctx.session, telegram_id=row.chat_id) if row.chat_id else None
    if person is not None:
        words = Voice(person.language).html(
            "Something went wrong here and your last message was not handled. It is kept, and {office} has been told; "
            "please do not send it again.",
            office=ctx.office.name,
        )
        post.send(ctx, person, post.Letter(MessageKind.receipt, words, f"parked:{row.id}"))
    name = person.name if person else ""

    def write(voice: Voice) -> Html:
        return voice.html(
            "A message of {name} could not be handled (number {id}). The operator finds why with: duban doctor",
            name=name or voice.say("somebody"),
            id=row.id,
        )

    people.tell_office(ctx, f"parked:{row.id}", write, but_not=person)
