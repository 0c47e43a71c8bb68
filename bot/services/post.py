"""Putting a message into the outbox: rendered text, buttons, a unique key. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.locale import Html, safe
from bot.services.context import Context
from storage import outbox
from storage.kinds import MessageKind
from storage.models import OutboxRow, Person

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DATA_LIMIT = 64
PICTURES = frozenset({"chart", "targets"})  # forms that are drawn; all others are documents


@dataclass(frozen=True)
class Button:
    """A button under a message. `data` is `verb:argument:…`, at most 64 bytes; see the routes for the verbs."""

    label: str
    data: str

    def __post_init__(self) -> None:
        if len(self.data.encode()) > DATA_LIMIT:
            raise ValueError(f"button data over {DATA_LIMIT} bytes: {self.data!r}")


Rows = Sequence[Sequence[Button]]


@dataclass(frozen=True)
class Letter:
    """One outgoing message before it is addressed. `facts` is kept for replies to it and for later checks."""

    kind: MessageKind
    text: Html
    key: str
    buttons: Rows = ()
    facts: dict[str, Any] = field(default_factory=dict)
    unit_id: int | None = None
    plan_id: int | None = None
    day: date | None = None
    expires_at: datetime | None = None
    reply_to: int | None = None


def send(ctx: Context, to: Person, letter: Letter) -> list[OutboxRow]:
    """Queue the letter for a person; a long one becomes several rows, the buttons under the last.

    The key makes it happen once: a second call with the same key queues nothing and returns the rows of the first.
    """
    found = enumerate(pages(letter))
    return [_put(ctx, to, letter, "sendMessage", payload, number) for number, payload in found]


def send_all(ctx: Context, letters: Iterable[tuple[Person, Letter]]) -> int:
    """Queue many letters in one statement, each once by its key; return how many messages that is."""
    values = [
        _values(ctx, to, letter, "sendMessage", payload, number)
        for to, letter in letters
        for number, payload in enumerate(pages(letter))
    ]
    outbox.put_all(session=ctx.session, rows=values)
    return len(values)


def edit(ctx: Context, to: Person, message_id: int, letter: Letter) -> OutboxRow:
    """Queue a change of a message that was sent before; without buttons its buttons go."""
    payload: dict[str, Any] = {
        "message_id": message_id,
        "text": split(letter.text)[0],
        "parse_mode": "HTML",
        "reply_markup": markup(letter.buttons),
    }
    return _put(ctx, to, letter, "editMessageText", payload, 0)


def document(ctx: Context, to: Person, letter: Letter, name: str, data: bytes) -> OutboxRow:
    """Queue a file with the letter's text as its caption."""
    payload: dict[str, Any] = {
        "caption": split(letter.text, CAPTION_LIMIT)[0],
        "parse_mode": "HTML",
        "filename": name,
        "sorry": _sorry(ctx),
    }
    if letter.buttons:
        payload["reply_markup"] = markup(letter.buttons)
    return _put(ctx, to, letter, "sendDocument", payload, 0, attachment=data)


def drawn(ctx: Context, to: Person, letter: Letter, form: str, data: bytes) -> OutboxRow:
    """Queue a picture (`form` in PICTURES) or paper that is made from the packed Summary `data` when its turn comes.

    Made then, outside the transaction and in a process of its own (bot.chat.drawing), it says what was known now.
    """
    payload: dict[str, Any] = {
        "caption": split(letter.text, CAPTION_LIMIT)[0],
        "parse_mode": "HTML",
        "draw": {
            "form": form,
            "language": ctx.voice.language,
            "sorry": _sorry(ctx),
        },
    }
    if letter.buttons:
        payload["reply_markup"] = markup(letter.buttons)
    method = "sendPhoto" if form in PICTURES else "sendDocument"
    return _put(ctx, to, letter, method, payload, 0, attachment=data)


def _sorry(ctx: Context) -> str:
    """Return what stands behind the words where the file cannot be made or is more than Telegram takes."""
    return ctx.voice.say("(The picture or file could not be made; please try again later.)")


def pages(letter: Letter) -> list[dict[str, Any]]:
    """Return the parameters of each page of a letter's text: the buttons are under the last."""
    found: list[dict[str, Any]] = [{"text": page, "parse_mode": "HTML"} for page in split(letter.text)]
    if letter.buttons:
        found[-1]["reply_markup"] = markup(letter.buttons)
    if letter.reply_to:
        found[0]["reply_parameters"] = {"message_id": letter.reply_to, "allow_sending_without_reply": True}
    return found


def plain(words: str) -> Html:
    """Return plain words as the text of a letter."""
    return safe(words)


def markup(rows: Rows) -> dict[str, Any]:
    """Return the inline keyboard as the Bot API has it."""
    return {"inline_keyboard": [[{"text": b.label, "callback_data": b.data} for b in row] for row in rows]}


def split(text: Html, limit: int = TEXT_LIMIT) -> list[Html]:
    """Cut a text at line borders into pages that fit; tags never span lines in our texts, so none is torn."""
    if _units(text) <= limit:
        return [text]
    pages: list[Html] = []
    page: list[str] = []
    size = 0
    for line in _lines(text, limit):
        length = _units(line) + 1
        if page and size + length > limit:
            pages.append(Html("\n".join(page)))
            page, size = [], 0
        page.append(line)
        size += length
    return [*pages, Html("\n".join(page))]


def _lines(text: str, limit: int) -> Iterable[str]:
    """Yield the lines; one that is too long for any page is clipped with an ellipsis, its tags dropped."""
    from html import escape, unescape
    from re import sub

    for line in text.split("\n"):
        if _units(line) < limit:
            yield line
        else:
            plain = unescape(sub(r"<[^>]*>", "", line))
            yield escape(plain[: limit // 8], quote=False) + "…"


def _units(text: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _put(
    ctx: Context,
    to: Person,
    letter: Letter,
    method: str,
    payload: dict[str, Any],
    number: int,
    *,
    attachment: bytes | None = None,
) -> OutboxRow:
    values = _values(ctx, to, letter, method, payload, number)
    return outbox.put(session=ctx.session, attachment=attachment, **values)


def _values(
    ctx: Context, to: Person, letter: Letter, method: str, payload: dict[str, Any], number: int
) -> dict[str, Any]:
    return {
        "key": letter.key if number == 0 else f"{letter.key}#{number}",
        "kind": letter.kind,
        "chat_id": to.telegram_id,
        "person_id": to.id,
        "unit_id": letter.unit_id,
        "plan_id": letter.plan_id,
        "day": letter.day,
        "method": method,
        "payload": payload,
        "facts": letter.facts,
        "expires_at": letter.expires_at,
        "created_at": ctx.now,
    }
