"""What of an update may be stored: never a classified or personal text, and nothing that a database cannot hold.

An update is cleaned before it is committed, so that such a text is never written to disk.
"""

from __future__ import annotations

import logging
import math
from typing import Any

from storage.inbox import Arrival

log = logging.getLogger(__name__)

WITHHELD = "duban_withheld"
UNREADABLE = "duban_unreadable"

# Who and where: names there are not content, and a chat's title must not silence the chat.
_ENVELOPE = frozenset({
    "chat", "from", "sender_chat", "sender_business_bot", "via_bot", "forward_origin", "user", "old_chat_member",
    "new_chat_member", "actor_chat", "voter_chat",
})  # fmt: skip
# Their offsets point into a text that is gone.
_POINTERS = {"text": "entities", "caption": "caption_entities", "question": "question_entities"}


def arrival(update: Any, *, bot_id: int) -> Arrival:
    """Return an update as it is to be stored; one of an impossible shape is kept as text, to be refused later.

    One that cannot even be checked is stored without its content: it must neither be kept unchecked nor hold up others.
    """
    try:
        clean = storable(update)
        payload = withhold(clean if isinstance(clean, dict) else {UNREADABLE: str(clean)[:4000]}, bot_id=bot_id)
        return Arrival(_number(payload), chat_of(payload), payload)
    except Exception as error:
        log.exception("an update could not be checked; it is stored without its content")
        return unreadable(_number(update), f"it cannot be checked: {type(error).__name__}")


def unreadable(number: int, why: str) -> Arrival:
    """Return an update that has nothing but its number and the reason."""
    return Arrival(number, None, {"update_id": number, UNREADABLE: why})


def _number(update: Any) -> int:
    """Return the update's number, or -1 where it has none that can be one."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**63 else -1


def withhold(payload: dict[str, Any], *, bot_id: int) -> dict[str, Any]:
    """Blank every sensitive text of an update and say why under `duban_withheld`: "mark" or "identity".

    Texts that the bot itself wrote are left: a reply to them would otherwise be blamed for quoting them.
    """
    found: set[str] = set()
    cleaned = _blank(payload, bot_id, found)
    cleaned.pop(WITHHELD, None)  # only we say so
    if found:
        cleaned[WITHHELD] = "mark" if "mark" in found else "identity"
    return dict(cleaned)


def _blank(value: Any, bot_id: int, found: set[str]) -> Any:
    from bot.replies.sensitive import sensitive

    if isinstance(value, str):
        reason = sensitive(value)
        if reason:
            found.add(reason)
        return "" if reason else value
    if isinstance(value, list):
        return [_blank(one, bot_id, found) for one in value]
    if not isinstance(value, dict) or _is_ours(value, bot_id):
        return value
    cleaned = {key: one if key in _ENVELOPE else _blank(one, bot_id, found) for key, one in value.items()}
    for text, pointer in _POINTERS.items():
        if isinstance(value.get(text), str) and cleaned[text] != value[text]:
            cleaned.pop(pointer, None)
    return cleaned


def _is_ours(message: dict[str, Any], bot_id: int) -> bool:
    sender = message.get("from")
    return "message_id" in message and isinstance(sender, dict) and sender.get("id") == bot_id


def chat_of(payload: dict[str, Any]) -> int | None:
    """Return the chat whose order an update belongs to: its chat, else the person's own, else None."""
    for body in payload.values():
        if not isinstance(body, dict):
            continue
        message = body.get("message")
        for holder in (body, message if isinstance(message, dict) else {}):
            if (number := _id(holder.get("chat"))) is not None:
                return number
        if (number := _id(body.get("from") or body.get("user"))) is not None:
            return number
    return None


def _id(holder: Any) -> int | None:
    number = holder.get("id") if isinstance(holder, dict) else None
    return number if isinstance(number, int) and -(2**63) <= number < 2**63 else None


def storable(value: Any) -> Any:
    """Return the value without what PostgreSQL's JSON or UTF-8 cannot hold: NUL, lone surrogates, NaN."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {storable(str(key)): storable(one) for key, one in value.items()}
    return value
