"""An office imports its plan in the chat: the real bot in its own process, the file over HTTP, buttons and words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.client import text_of
from tests.e2e.bot import LIAISON, OFFICE, Bot
from tests.plan.making import docx, xlsx

HEAD = ["序号", "任务", "工作内容", "牵头单位", "配合单位", "完成时限"]
ROWS = [
    HEAD,
    ["1", "优化不动产登记", "办理时间不超过0.5个工作日", "县规划自然资源局", "县税务局", "2022年12月"],
    ["2", "推进数据共享", "制定方案并实施", "各相关部门", "县大数据局", "长期坚持"],
    ["3", "清理拖欠账款", "新增有效发明专利300件", "县财政局", "人民银行奉节支行、人民银行奉节县支行", ""],
    ["4", "规范涉企检查", "推行扫码入企", "县司法局", "县司法局", "2022年10月"],
]
TITLE = "某县2022年重点改革任务清单"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    running = Bot(tmp_path, "2022-08-24T10:00:00+08:00")
    await running.open()
    await running.run()
    await running.client.start(OFFICE)
    await running.answer(OFFICE, "/plan")
    yield running
    await running.close()


def plan(rows: list[list[str]] = ROWS) -> bytes:
    return docx(TITLE, rows)


async def press(bot: Bot, words: str, button: str, then: str) -> dict[str, Any]:
    """Press the button that begins so under the newest message with the words, and wait for what comes of it."""
    await push(bot, await bot.answer(OFFICE, words), button)
    return await bot.answer(OFFICE, then)


async def push(bot: Bot, message: dict[str, Any], begins: str) -> None:
    """Press the button of a message whose label begins so."""
    labels = [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]
    label = next(label for label in labels if label.startswith(begins))
    await bot.client.press(OFFICE, message["message_id"], label)


async def test_a_plan_is_sent_previewed_settled_point_by_point_and_stored_and_a_new_version_shows_its_difference(
    bot: Bot,
) -> None:
    await bot.client.send_file(OFFICE, "清单.docx", plan())
    shown = text_of(await bot.answer(OFFICE, "新方案"))
    assert "任务4条" in shown
    assert "编号前加B" in shown
    assert "还没有存入" in shown
    assert [task for task in (await bot.export())["tasks"] if task["code"].startswith("B")] == []

    point = await press(bot, "新方案", "逐处核对", "第1处")
    while "处（共" in text_of(point):
        point = await settle(bot, point)
    assert "已核对5处，共5处" in text_of(point)
    await push(bot, point, "存入台账")
    await bot.answer(OFFICE, "已存入：")

    tasks = {task["code"]: task for task in (await bot.export())["tasks"]}
    assert {code for code in tasks if code.startswith("B")} == {"B1", "B2", "B3", "B4"}
    assert tasks["B3"]["deadline"] == "2022-09-30"
    assert tasks["B4"]["support"] == []
    assert await reporting(bot, "B2") == "县大数据局"
    _, out, _ = await bot.command("unit", "show", "人民银行奉节支行")
    assert "又名：人民银行奉节县支行" in out

    changed = [
        HEAD,
        ["1", *ROWS[1][1:5], "2023年3月"],
        *ROWS[2:4],
        ["5", "设立办事专窗", "设立", "县司法局", "", "2022年11月"],
    ]
    await bot.client.send_file(OFFICE, "清单2.docx", plan(changed))
    shown = text_of(await bot.answer(OFFICE, "新版本"))
    assert "2022-12-31 → 2023-03-31" in shown
    await press(bot, "新版本", "更新为此版", "已存入：")
    tasks = {task["code"]: task for task in (await bot.export())["tasks"]}
    assert tasks["B1"]["deadline"] == "2023-03-31"
    assert tasks["B4"]["status"] == "cancelled"
    assert tasks["B5"]["status"] != "cancelled"
    _, out, _ = await bot.command("unit", "reporting", "B1")
    assert "2022-12-31" in out


ANSWERS = {
    "泛指": "由县大数据局报",
    "既是牵头": "只作牵头",
    "像是同一单位": "同一单位，用人民银行奉节支行",
    "建议商请": "都不商请",
}


async def settle(bot: Bot, message: dict[str, Any]) -> dict[str, Any]:
    """Settle a point as an office would; return what is shown after it."""
    text, number = text_of(message), message["message_id"]
    if "没有完成时限" in text:
        await push(bot, message, "另写日期")
        asked = await bot.answer(OFFICE, "完成时限是哪天")
        await bot.client.send(OFFICE, "9月底")
        return await bot.client.wait_for(
            OFFICE, lambda m: "处（共" in text_of(m) or "新方案" in text_of(m), after=asked["message_id"]
        )
    await push(bot, message, next((button for words, button in ANSWERS.items() if words in text), "按原样"))
    return await bot.client.wait_for(OFFICE, lambda m: m["message_id"] == number and text_of(m) != text)


async def reporting(bot: Bot, code: str) -> str:
    _, out, _ = await bot.command("unit", "reporting", code)
    return next(line for line in out.splitlines() if "每月" in line).partition("：")[2]


async def test_a_cancelled_document_leaves_nothing_behind(bot: Bot) -> None:
    await bot.client.send_file(OFFICE, "清单.xlsx", xlsx(("台账", ROWS)))
    await press(bot, "新方案", "取消", "未存入")
    assert len((await bot.export())["tasks"]) == 5


async def test_what_is_no_plan_is_refused_with_the_reason_and_the_bot_goes_on(bot: Bot) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 200_000_000)
    await bot.client.send_file(OFFICE, "炸弹.docx", bomb.getvalue())
    assert "炸弹.docx没有读成" in text_of(await bot.answer(OFFICE, "炸弹.docx没有读成"))
    await bot.client.send_file(OFFICE, "空.txt", b"   \n")
    await bot.answer(OFFICE, "空.txt没有读成")
    await bot.client.send_file(OFFICE, "损坏.xlsx", b"PK\x03\x04 nothing of the kind")
    await bot.answer(OFFICE, "损坏.xlsx没有读成")
    await bot.client.send_file(OFFICE, "清单.docx", plan())
    await bot.answer(OFFICE, "新方案")


async def test_a_bot_killed_before_the_file_was_fetched_reads_it_after_the_restart(bot: Bot) -> None:
    await bot.client.fault("getFile", "error", code=502, description="Bad Gateway", times=3)
    await bot.client.send_file(OFFICE, "清单.docx", plan())
    await bot.answer(OFFICE, "正在读取")
    await bot.kill()
    await bot.client.clear_faults()
    await bot.run()
    await bot.answer(OFFICE, "新方案")
    previews = [one for one in await bot.client.messages(OFFICE) if "新方案" in text_of(one)]
    assert len(previews) == 1


async def test_a_liaison_cannot_import_a_plan(bot: Bot) -> None:
    await bot.join(LIAISON, "县市场监管局")
    await bot.client.send_file(LIAISON, "清单.docx", plan(), caption="方案")
    await bot.client.drained()
    await bot.client.send(LIAISON, "1 完成60%")
    await bot.answer(LIAISON, "已记1项")
    assert not [one for one in await bot.client.messages(LIAISON) if "新方案" in text_of(one)]


async def test_units_and_tasks_are_changed_by_buttons_and_words(bot: Bot) -> None:
    await bot.client.send(OFFICE, "/task 1")
    card = await bot.answer(OFFICE, "1 实施一照多址改革")
    await bot.client.press(OFFICE, card["message_id"], "加节点")
    await bot.answer(OFFICE, "什么时候")
    await bot.client.send(OFFICE, "8月底 印发方案")
    card = await bot.answer(OFFICE, "节点1：2022年8月31日 印发方案")
    await bot.client.press(OFFICE, card["message_id"], "节点1完成")
    await bot.answer(OFFICE, "2022年8月24日完成")
    await bot.client.press(OFFICE, card["message_id"], "加指标")
    await bot.answer(OFFICE, "指标是什么")
    await bot.client.send(OFFICE, "新增分支机构≥30家")
    await bot.answer(OFFICE, "新增分支机构≥30家")

    await bot.client.send(OFFICE, "/unit 县市场监管局")
    card = await bot.answer(OFFICE, "牵头3项")
    await bot.client.press(OFFICE, card["message_id"], "改名")
    await bot.answer(OFFICE, "现在叫什么")
    await bot.client.send(OFFICE, "县市场监督管理局")
    await bot.answer(OFFICE, "又名：县市场监管局")
    await bot.join(LIAISON, "县市场监管局")
    await bot.client.send(LIAISON, "/mytasks")
    assert "县市场监督管理局" in text_of(await bot.answer(LIAISON, "牵头"))
