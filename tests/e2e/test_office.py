"""Reports that came elsewhere, over HTTP: pasted by the office, previewed, recorded, told to the unit, exported."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import text_of
from tests.e2e.bot import LIAISON, OFFICE, Bot


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    running = Bot(tmp_path, "2022-08-24T09:29:00+08:00")
    await running.open()
    yield running
    await running.close()


async def test_the_office_pastes_reports_of_several_units_and_they_count_after_one_press(bot: Bot) -> None:
    await bot.run()
    await bot.client.start(OFFICE)
    await bot.answer(OFFICE, "/summary")
    await bot.join(LIAISON, "县市场监管局")
    paste = "县市场监管局 李芳 8/24 09:10\n1完成60%，预计9月底完成\n\n县发展改革委：4推进中\n县某某局：5已完成"
    await bot.client.send(OFFICE, paste)
    shown = await bot.answer(OFFICE, "代录预览")
    assert "没对上单位，未记：“县某某局：5已完成”" in text_of(shown)
    assert (await bot.export())["reports"] == []
    await bot.kill()
    await bot.run()
    await bot.client.press(OFFICE, shown["message_id"], "确认代录2项")
    await bot.answer(OFFICE, "已代录2项（王敏）")
    assert "1 推进中60%" in text_of(await bot.answer(LIAISON, "已代录县市场监管局从其他渠道报来的进展1项"))
    stored = (await bot.export())["reports"]
    assert [(row["task"], row["unit"], row["recorded_by_office"]) for row in stored] == [
        ("1", "县市场监管局", True),
        ("4", "县发展改革委", True),
    ]
    await bot.client.forward(OFFICE, "县发展改革委：5完成20%")
    shown = await bot.answer(OFFICE, "确认后记入")
    await bot.client.press(OFFICE, shown["message_id"], "确认代录1项")
    await bot.answer(OFFICE, "已代录1项")
    assert [row["percent"] for row in (await bot.export())["reports"]] == [60, None, 20]
