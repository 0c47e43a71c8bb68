"""getUpdates: offsets, limits, kinds, one at a time; and webhooks instead of it."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import Conflict

from bot.sandbox import Sandbox, SandboxClient

from .conftest import LIAISON, library


async def texts(bot: Bot, **options: Any) -> list[str]:
    return [one.message.text or "" for one in await bot.get_updates(**options) if one.message]


async def test_updates_stay_until_an_offset_confirms_them(bot: Bot, client: SandboxClient) -> None:
    for text in "一二三":
        await client.send(LIAISON, text)
    first = await bot.get_updates()
    assert [one.update_id for one in first] == [first[0].update_id + i for i in range(3)]
    assert await texts(bot) == ["一", "二", "三"]
    assert await texts(bot, limit=2) == ["一", "二"]
    assert await texts(bot, offset=first[1].update_id) == ["二", "三"]
    assert await texts(bot) == ["二", "三"]
    assert await texts(bot, offset=first[2].update_id + 1) == []
    assert (await client.state())["pending"] == 0


async def test_a_negative_offset_keeps_only_the_newest(bot: Bot, client: SandboxClient) -> None:
    for text in "一二三":
        await client.send(LIAISON, text)
    assert await texts(bot, offset=-2) == ["二", "三"]
    assert await texts(bot) == ["二", "三"]


async def test_a_long_poll_returns_as_soon_as_something_comes(bot: Bot, client: SandboxClient) -> None:
    poll = asyncio.create_task(texts(bot, timeout=30))
    while not (await client.state())["polling"]:
        await asyncio.sleep(0)
    await client.send(LIAISON, "来了")
    assert await asyncio.wait_for(poll, 5) == ["来了"]


async def test_a_second_poller_ends_the_first_with_a_conflict(
    bot: Bot, client: SandboxClient, sandbox: Sandbox
) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    while not (await client.state())["polling"]:
        await asyncio.sleep(0)
    async with library(sandbox) as other:
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await client.send(LIAISON, "给第二个")
        assert len(await second) == 1


async def test_a_poll_that_does_not_wait_leaves_the_waiting_one_alone(
    bot: Bot, client: SandboxClient, sandbox: Sandbox
) -> None:
    first = asyncio.create_task(texts(bot, timeout=30))
    while not (await client.state())["polling"]:
        await asyncio.sleep(0)
    async with library(sandbox) as other:
        assert await other.get_updates(timeout=0) == ()
    await client.send(LIAISON, "一")
    assert await asyncio.wait_for(first, 5) == ["一"]


async def test_a_poll_whose_bot_died_is_not_pending_any_more(client: SandboxClient, sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        poll = asyncio.create_task(session.get(f"{sandbox.base_url}{sandbox.token}/getUpdates?timeout=30"))
        while not (await client.state())["polling"]:
            await asyncio.sleep(0)
        poll.cancel()
        await asyncio.gather(poll, return_exceptions=True)
    async with asyncio.timeout(5):
        while (await client.state())["polling"]:
            await asyncio.sleep(0)


async def test_only_the_kinds_asked_for_are_queued(bot: Bot, client: SandboxClient) -> None:
    sent = await client.send(LIAISON, "一")
    await client.react(LIAISON, sent["message_id"], "👍")
    assert len(await bot.get_updates(offset=-1, allowed_updates=["message_reaction"])) == 1
    await client.send(LIAISON, "二")
    await client.react(LIAISON, sent["message_id"], "")
    kinds = [one.message_reaction is not None for one in await bot.get_updates()]
    assert kinds == [False, True]
    await bot.get_updates(allowed_updates=[])
    await client.react(LIAISON, sent["message_id"], "👍")
    assert len(await bot.get_updates()) == 2


async def test_stopping_the_sandbox_ends_a_poll_at_once(bot: Bot, client: SandboxClient, sandbox: Sandbox) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    while not (await client.state())["polling"]:
        await asyncio.sleep(0)
    await asyncio.wait_for(sandbox.stop(), 5)
    assert await asyncio.wait_for(poll, 5) == ()


async def test_a_webhook_gets_each_update_until_it_takes_it(bot: Bot, client: SandboxClient) -> None:
    got: list[tuple[str, str]] = []
    taken = asyncio.Event()

    async def receive(request: web.Request) -> web.Response:
        body = await request.json()
        got.append((body["message"]["text"], request.headers["X-Telegram-Bot-Api-Secret-Token"]))
        if len(got) == 1:
            return web.Response(status=503)
        taken.set()
        return web.json_response({"method": "sendMessage", "chat_id": LIAISON, "text": "收到"})

    app = web.Application()
    app.router.add_post("/hook", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        await bot.set_webhook(url, secret_token="s-1")
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        await client.send(LIAISON, "一")
        await asyncio.wait_for(taken.wait(), 5)
        await client.wait_for(LIAISON, lambda message: message["text"] == "收到")
        assert got == [("一", "s-1"), ("一", "s-1")]
        assert await client.drained()
        info = await bot.get_webhook_info()
        assert info.url == url
        assert "503" in (info.last_error_message or "")
        await bot.delete_webhook()
        assert await bot.get_updates() == ()
    finally:
        await runner.cleanup()
