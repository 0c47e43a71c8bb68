"""Faults that tests ask for, as the real library meets them."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.sandbox import Sandbox, SandboxClient

from .conftest import LIAISON, OFFICE, library


@pytest.fixture(autouse=True)
async def _joined(client: SandboxClient) -> None:
    await client.start(LIAISON)
    await client.start(OFFICE)


@pytest.mark.parametrize(
    ("code", "kind"), [(429, RetryAfter), (403, Forbidden), (400, BadRequest), (500, NetworkError)]
)
async def test_the_next_calls_fail_and_then_work_again(
    bot: Bot, client: SandboxClient, code: int, kind: type[Exception]
) -> None:
    await client.fault("sendMessage", code=code, times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(kind):
            await bot.send_message(LIAISON, "x")
    assert len(await client.messages(LIAISON)) == 1
    assert await bot.send_message(LIAISON, "x")
    assert [one["code"] for one in await client.calls() if one["method"] == "sendMessage"] == [code, code, 200]


async def test_a_fault_can_hit_one_chat_only(bot: Bot, client: SandboxClient) -> None:
    await client.fault("sendMessage", code=403, chat=OFFICE)
    assert await bot.send_message(LIAISON, "x")
    with pytest.raises(Forbidden):
        await bot.send_message(OFFICE, "x")


async def test_a_dropped_answer_has_been_done_all_the_same(bot: Bot, client: SandboxClient) -> None:
    await client.fault("sendMessage", "drop")
    with pytest.raises(NetworkError):
        await bot.send_message(LIAISON, "已送达")
    assert (await client.messages(LIAISON))[-1]["text"] == "已送达"


async def test_a_hanging_call_times_out_and_was_not_done(client: SandboxClient, sandbox: Sandbox) -> None:
    await client.fault("sendMessage", "hang")
    async with library(sandbox, read_timeout=0.2) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(LIAISON, "x")
    assert len(await client.messages(LIAISON)) == 1


async def test_a_hanging_call_goes_on_when_the_fault_is_cleared(bot: Bot, client: SandboxClient) -> None:
    await client.fault("sendMessage", "hang")
    call = asyncio.create_task(bot.send_message(LIAISON, "晚到"))
    done, _ = await asyncio.wait([call], timeout=0.1)
    assert not done
    await client.clear_faults()
    assert (await asyncio.wait_for(call, 5)).text == "晚到"


async def test_a_gateways_page_instead_of_json_is_a_network_error(bot: Bot, client: SandboxClient) -> None:
    await client.fault("getMe", "garbage")
    with pytest.raises(NetworkError):
        await bot.get_me()


async def test_an_update_of_any_shape_can_be_queued(bot: Bot, client: SandboxClient) -> None:
    update_id = await client.push_update(message={"message_id": "不是数", "date": None})
    raw = await bot._post("getUpdates", {"offset": update_id})
    assert raw == [{"update_id": update_id, "message": {"message_id": "不是数", "date": None}}]
