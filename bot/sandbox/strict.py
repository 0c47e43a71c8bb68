"""Telegram's checks on what a bot sends: lengths, formatting, keyboards, commands."""

from __future__ import annotations

import json
import re
from typing import Any

from .entities import clean, parse_html, trimmed, units, with_found
from .errors import bad_request
from .model import Json

TEXT_LIMIT, CAPTION_LIMIT, ANSWER_LIMIT = 4096, 1024, 200
_ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
REACTIONS = frozenset(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓"
    "🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
)  # single characters, one reaction each


def formatted(text: str, parse_mode: str, entities: list[Json] | None, *, caption: bool) -> tuple[str, list[Json]]:
    """Return text and entities as Telegram would store them; raise its 400 for what it would refuse."""
    if not text and not caption:
        raise bad_request("message text is empty")
    mode = parse_mode.lower()
    if mode == "html":
        plain, found = parse_html(clean(text))
    elif mode in ("", "none"):
        plain, found = clean(text), list(entities or [])
    else:
        raise bad_request("unsupported parse_mode")  # the stand-in speaks HTML only
    plain, found = trimmed(plain, found)
    if not plain and not caption:
        raise bad_request("text must be non-empty")
    if units(plain) > (CAPTION_LIMIT if caption else TEXT_LIMIT):
        raise bad_request("message caption is too long" if caption else "message is too long")
    return plain, with_found(plain, found)


def keyboard(raw: Any) -> Json | None:
    """Return a reply markup that Telegram would take (inline, reply, remove, force reply), or None for none."""
    if raw in (None, ""):
        return None
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError as error:
            raise bad_request("can't parse reply keyboard markup JSON object") from error
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in raw:
        rows = _rows(raw["inline_keyboard"], "InlineKeyboardButton")
        return {"inline_keyboard": [[_inline_button(button) for button in row] for row in rows]} if rows else None
    if "keyboard" in raw:
        rows = _rows(raw["keyboard"], "KeyboardButton")
        wide = [[{"text": one} if isinstance(one, str) else one for one in row] for row in rows]
        return raw | {"keyboard": wide}
    return raw if raw.get("remove_keyboard") or raw.get("force_reply") else None


def _rows(raw: Any, kind: str) -> list[list[Any]]:
    if not isinstance(raw, list):
        raise bad_request(f'field "{"inline_keyboard" if kind.startswith("I") else "keyboard"}" must be of type Array')
    if any(not isinstance(row, list) for row in raw):
        raise bad_request(f"can't parse keyboard: expected an Array of {kind}")
    if any(len(row) > 8 for row in raw) or sum(len(row) for row in raw) > 100:
        raise bad_request("reply markup is too long")
    return [row for row in raw if row]


def _inline_button(raw: Any) -> Json:
    problem = "can't parse inline keyboard button: "
    if not isinstance(raw, dict):
        raise bad_request(problem + "InlineKeyboardButton must be an Object")
    if not isinstance(raw.get("text"), str):
        raise bad_request(problem + 'Can\'t find field "text"')
    if not raw["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if raw.get(name) is not None and (name != "callback_data" or raw[name] != "")]
    if not actions:
        raise bad_request(problem + "Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(problem + "exactly one action field must be set")
    if "callback_data" in actions:
        data = raw["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions and not re.match(r"(?:https?://|tg://|mailto:|[\w-]+\.)\S", str(raw["url"])):
        raise bad_request(f"inline keyboard button URL '{raw['url']}' is invalid: Wrong HTTP URL")
    return dict(raw)


def command_list(raw: Any) -> list[Json]:
    """Return bot commands that Telegram would take: at most 100, short lower-case names, 1–256 characters each."""
    if not isinstance(raw, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(raw) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = []
    for one in raw:
        if not isinstance(one, dict) or not {"command", "description"} <= one.keys():
            raise bad_request("can't parse BotCommand: expected an Object with command and description")
        name = str(one["command"]).removeprefix("/")
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= units(str(one["description"])) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": name, "description": str(one["description"])})
    return commands


def command_scope(raw: Any) -> str:
    """Return the key of a command scope, such as `default` or `chat:17`."""
    if not raw:
        return "default"
    if not isinstance(raw, dict) or "type" not in raw:
        raise bad_request("can't parse BotCommandScope")
    kind = raw["type"]
    if kind in ("default", "all_private_chats", "all_group_chats", "all_chat_administrators"):
        return str(kind)
    if kind in ("chat", "chat_administrators"):
        return f"{kind}:{raw.get('chat_id')}"
    if kind == "chat_member":
        return f"{kind}:{raw.get('chat_id')}:{raw.get('user_id')}"
    raise bad_request("can't parse BotCommandScope: Unsupported type specified")
