"""Everything that the bot's library sends and parses works against the stand-in, over real HTTP."""

from __future__ import annotations

import struct
import zlib

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    MenuButtonCommands,
    ReplyParameters,
)
from telegram.error import BadRequest, InvalidToken

from bot.sandbox import Sandbox, SandboxClient

from .conftest import LIAISON, OFFICE, START, library


def png(width: int = 40, height: int = 30) -> bytes:
    """Return a grey picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\xaa" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


KEYS = InlineKeyboardMarkup(
    [[InlineKeyboardButton("其余正常", callback_data="rest"), InlineKeyboardButton("表", url="https://x.cn/a")]]
)


async def test_the_bot_knows_itself(bot: Bot, sandbox: Sandbox) -> None:
    me = await bot.get_me()
    assert (me.username, me.first_name, me.is_bot) == ("duban_demo_bot", "营商调度助手", True)
    assert str(me.id) == sandbox.token.split(":")[0]


async def test_a_text_goes_round_with_the_sandbox_time(bot: Bot, client: SandboxClient) -> None:
    sent = await client.start(LIAISON, "abc_123")
    (update,) = await bot.get_updates(timeout=5)
    message = update.message
    assert message is not None
    assert message.text == "/start abc_123"
    assert message.entities[0].type == "bot_command"
    assert message.message_id == sent["message_id"]
    assert abs((message.date - START).total_seconds()) < 30
    reply = await bot.send_message(
        LIAISON, "<b>已记</b>1项 <code>14</code>", parse_mode="HTML", reply_markup=KEYS,
        reply_parameters=ReplyParameters(message.message_id),
    )  # fmt: skip
    assert reply.text == "已记1项 14"
    assert reply.text_html == "<b>已记</b>1项 <code>14</code>"
    assert reply.reply_to_message is not None
    seen = (await client.messages(LIAISON))[-1]
    assert seen["buttons"] == [["其余正常", "表"]]
    assert seen["from_bot"]


async def test_a_pressed_button_is_answered_and_its_message_edited(bot: Bot, client: SandboxClient) -> None:
    await client.start(LIAISON)
    first = await bot.send_message(LIAISON, "请报进展", reply_markup=KEYS)
    query = await client.press(LIAISON, first.message_id, "其余正常")
    update = (await bot.get_updates(offset=-1, timeout=5))[0]
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.id) == ("rest", query)
    assert await update.callback_query.answer("已记", show_alert=True)
    answer = await client.answer(LIAISON, query)
    assert (answer["text"], answer["show_alert"]) == ("已记", True)
    edited = await update.callback_query.edit_message_text("已记13项")
    assert edited.edit_date is not None  # type: ignore[union-attr]
    assert (await client.messages(LIAISON))[-1]["buttons"] == []


async def test_pictures_documents_voice_and_albums_go_out(bot: Bot, client: SandboxClient) -> None:
    await client.start(OFFICE)
    photo = await bot.send_photo(OFFICE, png(), caption="<i>图</i>", parse_mode="HTML")
    assert (photo.photo[-1].width, photo.photo[-1].height) == (40, 30)
    document = await bot.send_document(OFFICE, b"a;b", filename="台账.csv", caption="台账")
    assert document.document is not None
    assert (document.document.file_name, document.document.file_size) == ("台账.csv", 3)
    again = await bot.send_document(OFFICE, document.document.file_id)
    assert again.document is not None
    assert again.document.file_unique_id == document.document.file_unique_id
    assert (await bot.send_voice(OFFICE, b"OggS", duration=4)).voice.duration.total_seconds() == 4  # type: ignore[union-attr]
    album = await bot.send_media_group(OFFICE, [InputMediaPhoto(png()), InputMediaPhoto(png(), caption="二")])
    assert len({one.media_group_id for one in album}) == 1
    papers = await bot.send_media_group(OFFICE, [InputMediaDocument(b"1", filename="1.txt"), InputMediaDocument(b"2")])
    assert [one.document is not None for one in papers] == [True, True]
    seen = (await client.messages(OFFICE))[2]
    assert await client.file(seen) == b"a;b"


async def test_a_file_that_a_person_sends_can_be_downloaded(bot: Bot, client: SandboxClient) -> None:
    await client.send_file(LIAISON, "进展.docx", b"PK-something", caption="15办结")
    await client.send_file(LIAISON, "p.png", png(), kind="photo")
    await client.send_file(LIAISON, "v.ogg", b"OggS", kind="voice", mime="audio/ogg")
    await client.send_file(LIAISON, "s.webp", b"RIFF", kind="sticker")
    updates = await bot.get_updates(timeout=5)
    document, photo, voice, sticker = (one.message for one in updates)
    assert document.caption == "15办结"  # type: ignore[union-attr]
    file = await bot.get_file(document.document)  # type: ignore[union-attr, arg-type]
    assert bytes(await file.download_as_bytearray()) == b"PK-something"
    assert photo.photo and voice.voice and sticker.sticker  # type: ignore[union-attr]  # noqa: PT018
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file("nonsense")


async def test_edits_forwards_channel_posts_reactions_and_blocks_arrive(
    bot: Bot, client: SandboxClient, sandbox: Sandbox
) -> None:
    sandbox.add_group(-1000000000077, "通知", kind="channel")
    kinds = ["message", "edited_message", "channel_post", "message_reaction", "my_chat_member"]
    await bot.get_updates(allowed_updates=kinds)
    sent = await client.send(LIAISON, "14 完成60%")
    await client.edit(LIAISON, sent["message_id"], "14 完成70%")
    await client.forward(LIAISON, "转来的", author="老王")
    await client.act("channel_post", chat=-1000000000077, text="通知")
    await client.react(LIAISON, sent["message_id"], "👍")
    await client.block(LIAISON)
    await client.unblock(LIAISON)
    updates = await bot.get_updates(timeout=5)
    assert updates[1].edited_message.text == "14 完成70%"  # type: ignore[union-attr]
    assert updates[2].message.forward_origin.sender_user_name == "老王"  # type: ignore[union-attr]
    assert updates[3].channel_post.text == "通知"  # type: ignore[union-attr]
    assert updates[4].message_reaction.new_reaction[0].emoji == "👍"  # type: ignore[union-attr]
    states = [one.my_chat_member.new_chat_member.status for one in updates[5:]]  # type: ignore[union-attr]
    assert states == ["kicked", "member"]


async def test_copies_forwards_deletions_and_reactions_of_the_bot(bot: Bot, client: SandboxClient) -> None:
    await client.start(OFFICE)
    sent = await client.send(LIAISON, "原文")
    forwarded = await bot.forward_message(OFFICE, LIAISON, sent["message_id"])
    assert forwarded.forward_origin.sender_user.id == LIAISON  # type: ignore[union-attr]
    copied = await bot.copy_message(OFFICE, LIAISON, sent["message_id"])
    assert (await client.messages(OFFICE))[-1]["text"] == "原文"
    assert await bot.delete_message(OFFICE, copied.message_id)
    assert await bot.set_message_reaction(LIAISON, sent["message_id"], "👌")
    assert (await client.messages(OFFICE))[-1]["message_id"] == forwarded.message_id
    assert await bot.send_chat_action(OFFICE, "typing")


async def test_captions_keyboards_and_pictures_can_be_edited(bot: Bot, client: SandboxClient) -> None:
    await client.start(OFFICE)
    photo = await bot.send_photo(OFFICE, png(), caption="旧")
    await bot.edit_message_caption(OFFICE, photo.message_id, caption="新")
    await bot.edit_message_reply_markup(OFFICE, photo.message_id, reply_markup=KEYS)
    await bot.edit_message_media(InputMediaPhoto(png(10, 10), caption="新"), OFFICE, photo.message_id)
    seen = (await client.messages(OFFICE))[-1]
    assert (seen["caption"], seen["photo"][0]["width"], seen["buttons"]) == ("新", 10, [])


async def test_names_commands_menus_and_chats(bot: Bot, client: SandboxClient) -> None:
    await client.start(OFFICE)
    await bot.set_my_commands([BotCommand("help", "帮助")])
    await bot.set_my_commands([BotCommand("summary", "调度")], scope=BotCommandScopeChat(OFFICE))
    assert await client.commands(OFFICE) == ["summary"]
    assert await client.commands(LIAISON) == ["help"]
    assert [one.command for one in await bot.get_my_commands()] == ["help"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(OFFICE))
    assert await client.commands(OFFICE) == ["help"]
    assert await bot.set_my_name("县营商调度")
    assert await bot.set_my_description("请报进展")
    assert (await bot.get_my_description()).description == "请报进展"
    assert (await bot.get_me()).first_name == "县营商调度"
    assert (await bot.get_chat(OFFICE)).first_name == "周敏"
    assert (await bot.get_chat_member(OFFICE, OFFICE)).status == "member"
    assert await bot.set_chat_menu_button(OFFICE, MenuButtonCommands())
    assert (await bot.get_chat_menu_button(OFFICE)).type == "commands"
    assert (await bot.get_webhook_info()).pending_update_count == 1


async def test_a_wrong_token_is_refused(sandbox: Sandbox) -> None:
    other = library(sandbox, token="7000000001:wrong-wrong-wrong-wrong-wrong-wrongwr")
    with pytest.raises(InvalidToken):
        await other.initialize()
    await other.shutdown()
