"""The stand-in refuses what Telegram refuses, with its codes and words; asked by the real library."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import Bot, BotCommand, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.sandbox import Sandbox, SandboxClient

from .conftest import LIAISON, OFFICE
from .test_with_the_real_library import png

STRANGER, NOBODY = 3001, 999_999


def keys(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(rows)


def button(text: str = "x", data: str = "d") -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=data)


@pytest.fixture(autouse=True)
async def _joined(client: SandboxClient) -> None:
    await client.start(LIAISON)


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("", {}, "message text is empty"),
        (" \n ", {}, "text must be non-empty"),
        ("<b></b>", {"parse_mode": "HTML"}, "text must be non-empty"),
        ("x" * 4097, {}, "message is too long"),
        ("😀" * 2049, {}, "message is too long"),
        ("a<br>b", {"parse_mode": "HTML"}, "can't parse entities: unsupported start tag"),
        ("x", {"parse_mode": "RTF"}, "unsupported parse_mode"),
        ("x", {"reply_to_message_id": 4711}, "message to be replied not found"),
        ("x", {"reply_markup": keys([button(data="长" * 22)])}, "button_data_invalid"),
        ("x", {"reply_markup": keys([button(text=" ")])}, "button text must be non-empty"),
        ("x", {"reply_markup": keys([InlineKeyboardButton("无动作")])}, "text buttons are unallowed"),
        ("x", {"reply_markup": keys([button(data="")])}, "text buttons are unallowed"),
        ("x", {"reply_markup": keys([InlineKeyboardButton("x", url="没有")])}, "is invalid: wrong http url"),
        ("x", {"reply_markup": keys([button() for _ in range(9)])}, "reply markup is too long"),
        ("x", {"reply_markup": keys(*[[button()] for _ in range(101)])}, "reply markup is too long"),
    ],
)
async def test_a_text_that_telegram_refuses_is_not_sent(
    bot: Bot, client: SandboxClient, text: str, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadRequest) as refusal:
        await bot.send_message(LIAISON, text, **options)
    assert words in str(refusal.value).lower()
    assert not any(one["from_bot"] for one in await client.messages(LIAISON))


@pytest.mark.parametrize("text", ["x" * 4096, "😀" * 2048, "<b>" + "x" * 4096 + "</b>"])
async def test_the_longest_text_passes_counted_after_formatting(bot: Bot, text: str) -> None:
    sent = await bot.send_message(LIAISON, text, parse_mode="HTML", reply_markup=keys([button(data="d" * 64)]))
    assert sent.text


async def test_captions_and_files_have_their_limits(bot: Bot) -> None:
    for caption in ("x" * 1025, "😀" * 513):
        with pytest.raises(BadRequest, match="caption is too long"):
            await bot.send_photo(LIAISON, png(), caption=caption)
    assert await bot.send_photo(LIAISON, png(), caption="x" * 1024)
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(LIAISON, b"not a picture")
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(LIAISON, png(2100, 100))
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(LIAISON, b"", filename="x.txt")
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(LIAISON, "no-such-file")
    with pytest.raises(BadRequest, match="2-10 items"):
        await bot.send_media_group(LIAISON, [InputMediaPhoto(png())])


async def test_who_cannot_be_written_to(bot: Bot, client: SandboxClient, sandbox: Sandbox) -> None:
    sandbox.add_user(STRANGER, "生人")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(STRANGER, "您好")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(NOBODY, "您好")
    await client.block(LIAISON)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(LIAISON, "您好")
    await client.unblock(LIAISON)
    assert await bot.send_message(LIAISON, "您好")


async def test_an_upgraded_group_names_its_new_id(bot: Bot, client: SandboxClient, sandbox: Sandbox) -> None:
    sandbox.add_group(-500, "调度群", [LIAISON, OFFICE])
    assert await bot.send_message(-500, "您好")
    upgraded = (await client.act("migrate", chat=-500))["id"]
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-500, "您好")
    assert moved.value.new_chat_id == upgraded
    assert (await bot.send_message(upgraded, "您好")).chat.type == "supergroup"
    service = [one.message for one in await bot.get_updates() if one.message]
    assert [one.migrate_to_chat_id for one in service][-2:] == [upgraded, None]
    assert service[-1].migrate_from_chat_id == -500


async def test_in_groups_a_bot_sees_only_what_is_meant_for_it(
    bot: Bot, client: SandboxClient, sandbox: Sandbox
) -> None:
    sandbox.add_group(-500, "调度群", [LIAISON])
    own = await bot.send_message(-500, "请报进展")
    await client.send(LIAISON, "闲聊", chat=-500)
    await client.send(LIAISON, "/help@other_bot", chat=-500)
    await client.send(LIAISON, "/help", chat=-500)
    await client.send(LIAISON, "@duban_demo_bot 14完成", chat=-500)
    await client.send(LIAISON, "14完成", chat=-500, reply_to=own.message_id)
    seen = [one.message.text for one in await bot.get_updates() if one.message and one.message.chat.id == -500]
    assert seen == ["/help", "@duban_demo_bot 14完成", "14完成"]


async def test_a_press_is_answered_once_and_only_while_it_lives(
    bot: Bot, client: SandboxClient, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = await bot.send_message(LIAISON, "x", reply_markup=keys([button("好")]))
    query = await client.press(LIAISON, sent.message_id, "好")
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(query, "x" * 201)
    await bot.answer_callback_query(query)
    late = await client.press(LIAISON, sent.message_id, "好")
    now = sandbox.world.monotonic
    monkeypatch.setattr(sandbox.world, "monotonic", lambda: now() + 61)
    for dead in (query, late, "123"):
        with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
            await bot.answer_callback_query(dead)


async def test_editing_has_telegrams_rules(bot: Bot, client: SandboxClient) -> None:
    theirs = await client.send(LIAISON, "14完成")
    own = await bot.send_message(LIAISON, "<b>已记</b>", parse_mode="HTML", reply_markup=keys([button()]))
    photo = await bot.send_photo(LIAISON, png(), caption="图")
    forced = await bot.send_message(LIAISON, "哪一项？", reply_markup=ForceReply())
    html = "<b>已记</b>"
    same = bot.edit_message_text(html, LIAISON, own.message_id, parse_mode="HTML", reply_markup=keys([button()]))
    cases: list[tuple[Any, str]] = [
        (bot.edit_message_text("x", LIAISON, 4711), "Message to edit not found"),
        (bot.edit_message_text("x", LIAISON, theirs["message_id"]), "Message can't be edited"),
        (bot.edit_message_text("x", LIAISON, forced.message_id), "Message can't be edited"),
        (bot.edit_message_text("x", LIAISON, photo.message_id), "There is no text in the message to edit"),
        (bot.edit_message_caption(LIAISON, own.message_id, caption="x"), "There is no caption in the message to edit"),
        (same, "Message is not modified"),
        (bot.edit_message_reply_markup(LIAISON, photo.message_id), "Message is not modified"),
        (bot.delete_message(LIAISON, 4711), "Message to delete not found"),
        (bot.set_message_reaction(LIAISON, own.message_id, "✅"), "Reaction_invalid"),
    ]
    refusals = await asyncio.gather(*(call for call, _ in cases), return_exceptions=True)
    for (_, words), refusal in zip(cases, refusals, strict=True):
        assert isinstance(refusal, BadRequest)
        assert words in str(refusal)
    edited = await bot.edit_message_text("已记", LIAISON, own.message_id)
    assert edited.reply_markup is None  # type: ignore[union-attr]


async def test_a_message_of_two_days_ago_cannot_be_deleted(bot: Bot, client: SandboxClient) -> None:
    sent = await bot.send_message(LIAISON, "x")
    await client.move_clock(days=2.1)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(LIAISON, sent.message_id)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (BotCommand("Help", "x"), "Bot_command_invalid"),
        (BotCommand("帮助", "x"), "Bot_command_invalid"),
        (BotCommand("help", ""), "Bot_command_description_invalid"),
    ],
)
async def test_a_bad_command_menu_is_refused(bot: Bot, command: BotCommand, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        await bot.set_my_commands([command])
    assert await bot.get_my_commands() == ()


async def test_an_unknown_method_is_404_and_odd_parameters_are_400(bot: Bot) -> None:
    with pytest.raises(TelegramError, match="method not found"):
        await bot._post("sendTelepathy")
    for data in ({}, {"chat_id": "喂", "text": "x"}, {"chat_id": LIAISON, "text": "x", "reply_markup": "{"}):
        with pytest.raises(BadRequest):
            await bot._post("sendMessage", data)
    with pytest.raises(BadRequest, match="Can't parse"):
        await bot._post("sendMessage", {"chat_id": LIAISON, "text": "x", "reply_parameters": {"message_id": [1]}})
