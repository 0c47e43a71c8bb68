"""The bot itself and the chats it is in: name, commands, menu, members."""

from __future__ import annotations

from collections.abc import Callable

from ..entities import units
from ..errors import bad_request
from ..model import Chat, Json
from ..shapes import chat_shape, user_shape
from ..strict import command_list, command_scope
from .base import Call

_TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(call: Call) -> Json:
    """Return the bot."""
    return user_shape(call.world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _done(_call: Call) -> bool:
    return True


def _command_key(call: Call) -> tuple[str, str]:
    scope = command_scope(call.params.json("scope"))
    if ":" in scope:
        raw = scope.split(":")[1]
        call.world.chat(int(raw) if raw.lstrip("-").isdigit() else raw)
    language = call.params.text("language_code")
    if language and not (len(language) == 2 and language.isalpha()):
        raise bad_request("invalid language code specified")
    return scope, language


def set_my_commands(call: Call) -> bool:
    """Set the command menu of a scope and language."""
    commands = command_list(call.params.json("commands", "can't parse commands JSON object"))
    call.world.commands[_command_key(call)] = commands
    call.world.journal.add("commands")
    return True


def get_my_commands(call: Call) -> list[Json]:
    """Return the command menu of exactly this scope and language."""
    return call.world.commands.get(_command_key(call), [])


def delete_my_commands(call: Call) -> bool:
    """Remove the command menu of a scope and language."""
    call.world.commands.pop(_command_key(call), None)
    call.world.journal.add("commands")
    return True


def _setter(name: str) -> Callable[[Call], bool]:
    def set_text(call: Call) -> bool:
        value = call.params.text(name)
        if units(value) > _TEXT_LIMITS[name]:
            raise bad_request(f"BOT_{name.upper()}_TOO_LONG")
        language = call.params.text("language_code")
        call.world.texts[f"{name}:{language}" if language else name] = value
        if name == "name" and value and not language:
            call.world.bot.first_name = value
            call.world.journal.add("bot", name=value)
        return True

    return set_text


def _getter(name: str) -> Callable[[Call], Json]:
    def get_text(call: Call) -> Json:
        language = call.params.text("language_code")
        texts = call.world.texts
        return {name: texts.get(f"{name}:{language}") or texts.get(name, "")}

    return get_text


def get_chat(call: Call) -> Json:
    """Return all that the bot may know of a chat."""
    chat = call.world.chat(call.params.chat_id())
    return chat_shape(chat, call.world.people) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


def get_chat_member(call: Call) -> Json:
    """Return whether a user belongs to a chat."""
    chat = call.world.chat(call.params.chat_id())
    user = call.world.people.get(call.params.integer("user_id"))
    if user is None:
        raise bad_request("invalid user_id specified")
    if chat.kind == "channel" and user.is_bot and chat.bot_inside:
        return {"status": "member", "user": user_shape(user)}
    inside = chat.bot_inside if user.is_bot else user.id in chat.members
    return {"status": "member" if inside else "left", "user": user_shape(user)}


def get_chat_member_count(call: Call) -> int:
    """Return how many belong to a chat, the bot included."""
    chat: Chat = call.world.chat(call.params.chat_id())
    return len(chat.members) + int(chat.bot_inside)


def leave_chat(call: Call) -> bool:
    """Leave a group or channel."""
    chat = call.world.writable(call.params.chat_id())
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_inside = False
    return True


def set_chat_menu_button(call: Call) -> bool:
    """Choose what the button beside the text field does, for one chat or (0) for all."""
    button = call.params.json("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button")
    call.world.menu_buttons[call.params.integer("chat_id")] = button
    return True


def get_chat_menu_button(call: Call) -> Json:
    """Return the menu button of one chat or the default."""
    buttons = call.world.menu_buttons
    return buttons.get(call.params.integer("chat_id")) or buttons.get(0) or {"type": "commands"}


METHODS = {
    "getMe": get_me,
    "logOut": _done,
    "close": _done,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "setMyDescription": _setter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyName": _getter("name"),
    "getMyDescription": _getter("description"),
    "getMyShortDescription": _getter("short_description"),
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
