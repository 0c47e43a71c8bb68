"""The office's desk over HTTP: an observation from filing to settling, and the queue."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import text_of
from tests.e2e.bot import COLLEAGUE, LIAISON, OFFICE, Bot


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    running = Bot(tmp_path, "2022-08-24T10:00:00+08:00")
    await running.open()
    yield running
    await running.close()


async def test_an_observation_is_answered_waits_in_the_queue_and_is_settled(bot: Bot) -> None:
    await bot.run()
    await bot.client.start(OFFICE)
    await bot.answer(OFFICE, "/inbox")
    await bot.join(LIAISON, "县市场监管局")
    await bot.join(COLLEAGUE, "--supervision")
    await bot.client.send(COLLEAGUE, "/observe 1 窗口周二上午无人值守")
    await bot.answer(COLLEAGUE, "已记为督查意见1号，请县市场监管局于8月31日（周三）前答复")
    letter = await bot.answer(LIAISON, "【督查意见1号】县市场监管局")
    await bot.client.send(LIAISON, "已增派1人值守", reply_to=letter["message_id"])
    answered = await bot.answer(COLLEAGUE, "已增派1人值守")
    await bot.client.send(OFFICE, "/inbox")
    assert "督查意见1号 1 县市场监管局，已答复，待销号" in text_of(await bot.answer(OFFICE, "待办1件"))
    await bot.client.press(COLLEAGUE, answered["message_id"], "销号")
    await bot.answer(LIAISON, "督查意见1号已销号")
    await bot.client.send(OFFICE, "/inbox")
    await bot.answer(OFFICE, "没有待办事项")
    books = await bot.export()
    assert books["reports"] == []  # an answer to an observation is no report
    assert await bot.stop() == 0
