"""The whole job over HTTP: the real bot in its own process, the sandbox for Telegram, commands beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import text_of
from tests.e2e.bot import COLLEAGUE, LIAISON, OFFICE, OTHER, Bot


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    running = Bot(tmp_path, "2022-08-24T09:29:00+08:00")
    await running.open()
    yield running
    await running.close()


async def test_a_liaison_joins_is_nudged_reports_corrects_and_the_office_confirms_and_sums_up(bot: Bot) -> None:
    await bot.run()
    await bot.client.start(OFFICE)
    await bot.answer(OFFICE, "/summary")
    await bot.join(LIAISON, "县市场监管局")
    await bot.stop()
    await bot.run("2022-08-24T09:30:30+08:00")
    nudge = await bot.answer(LIAISON, "【8月进展】县市场监管局")
    assert "3 便利企业变更登记（应2022年7月）" in text_of(nudge)

    await bot.client.send(LIAISON, "1已办结，3预计9月底完成，2正常推进", reply_to=nudge["message_id"])
    receipt = await bot.answer(LIAISON, "已记3项")
    assert "1 报办结" in text_of(receipt)
    await bot.client.send(LIAISON, "更正：3预计10月底完成")
    assert "10月31日" in text_of(await bot.answer(LIAISON, "已记1项"))

    letter = await bot.answer(OFFICE, "办结待审")
    await bot.client.press(OFFICE, letter["message_id"], "确认办结")
    await bot.answer(LIAISON, "已确认办结")

    await bot.client.send(OFFICE, "/summary")
    summary = text_of(await bot.answer(OFFICE, "8月调度"))
    assert "台账5条" in summary
    assert "办结1" in summary

    books = await bot.export()
    standing = {row["task"]: row for row in books["reports"] if not row["superseded"] and not row["withdrawn"]}
    assert {code: row["status"] for code, row in standing.items()} == {
        "1": "done",
        "2": "in_progress",
        "3": "in_progress",
    }
    assert standing["3"]["expected"] == "2022-10-31"
    assert [row["text"] for row in books["reports"]].count("1已办结，3预计9月底完成，2正常推进") == 3
    assert {row["unit"] for row in books["messages"] if row["kind"] == "nudge"} == {"县市场监管局"}
    assert next(task for task in books["tasks"] if task["code"] == "1")["status"] == "done"
    assert bot.sandbox.token not in bot.log
    assert await bot.stop() == 0


async def test_killing_the_bot_at_any_instant_loses_nothing_and_stores_nothing_twice(bot: Bot) -> None:
    await bot.run()
    await bot.join(LIAISON, "县市场监管局")
    await bot.join(OTHER, "县发展改革委")
    await bot.kill()
    await bot.client.send(LIAISON, "1 完成60%")
    await bot.run()
    await bot.client.send(OTHER, "4 完成30%")
    await bot.answer(OTHER, "已记1项")
    await bot.kill()
    await bot.client.send(OTHER, "5 完成20%")
    await bot.run()
    await bot.answer(LIAISON, "1 推进中60%")
    await bot.answer(OTHER, "5 推进中20%")
    books = await bot.export()
    assert sorted(row["task"] for row in books["reports"]) == ["1", "4", "5"]
    assert not [row for row in books["messages"] if row["state"] == "failed"]


async def test_a_restart_does_not_nudge_twice_and_who_has_answered_is_left_alone(bot: Bot) -> None:
    await bot.run()
    await bot.join(LIAISON, "县市场监管局")
    await bot.join(OTHER, "县发展改革委")
    await bot.client.send(OTHER, "4、5正常推进")
    await bot.answer(OTHER, "已记2项")
    for moment in ("2022-08-24T09:30:05+08:00", "2022-08-24T09:31:00+08:00"):
        await bot.stop()
        await bot.run(moment)
        await bot.answer(LIAISON, "【8月进展】")
    # The receipt of a later message shows that everything before it has been sent.
    await bot.client.send(OTHER, "4 完成50%")
    await bot.answer(OTHER, "已记1项")
    assert len([one for one in await bot.client.messages(LIAISON) if "【8月进展】" in text_of(one)]) == 1
    assert not [one for one in await bot.client.messages(OTHER) if "【8月进展】" in text_of(one)]


async def test_a_message_that_names_no_task_is_asked_about_and_stored_only_when_told(bot: Bot) -> None:
    await bot.run()
    await bot.join(LIAISON, "县市场监管局")
    await bot.client.send(LIAISON, "推进中，60%")
    question = await bot.answer(LIAISON, "哪一项")
    assert (await bot.export())["reports"] == []
    await bot.kill()
    await bot.run()
    await bot.client.press(LIAISON, question["message_id"], "2 持续深化证照分离改革")
    await bot.answer(LIAISON, "2 推进中60%")
    assert [(row["task"], row["percent"]) for row in (await bot.export())["reports"]] == [("2", 60)]


async def test_more_time_is_asked_for_and_granted_and_a_completion_returned_with_a_reason(bot: Bot) -> None:
    await bot.run()
    await bot.client.start(OFFICE)
    await bot.join(LIAISON, "县市场监管局")
    await bot.client.send(LIAISON, "1 申请延期至11月底，系统没开发完；3已完成")
    letter = await bot.answer(OFFICE, "延期申请")
    await bot.client.press(OFFICE, letter["message_id"], "同意")
    await bot.answer(LIAISON, "同意延期到2022年11月30日")
    letter = await bot.answer(OFFICE, "办结待审")
    await bot.client.press(OFFICE, letter["message_id"], "退回")
    await bot.answer(OFFICE, "说明理由")
    await bot.client.send(OFFICE, "请补文号")
    assert "请补文号" in text_of(await bot.answer(LIAISON, "退回"))
    tasks = {task["code"]: task for task in (await bot.export())["tasks"]}
    assert tasks["1"]["deadline"] == "2022-08-31"
    assert tasks["3"]["status"] != "done"


async def test_strangers_odd_updates_and_sensitive_texts_are_answered_or_refused_and_the_bot_goes_on(bot: Bot) -> None:
    await bot.run()
    await bot.client.start(OFFICE)
    await bot.join(LIAISON, "县市场监管局")
    await bot.client.start(COLLEAGUE, "no-such-code")
    await bot.answer(COLLEAGUE, "链接")
    await bot.client.push_update(message={"message_id": "not a number", "date": "never"})
    await bot.client.push_update(something_new={"a": 1})
    await bot.client.send(LIAISON, "【机密】1已完成")
    await bot.answer(LIAISON, "删除")
    await bot.answer(OFFICE, "涉密")
    await bot.client.send(LIAISON, "1完成60%。经办人身份证11010519491231002X")
    await bot.answer(LIAISON, "身份")
    await bot.client.send(LIAISON, "<b>1</b> 完成50% <script>alert(1)</script> \u202e😀")
    await bot.client.send(LIAISON, "/nosuchcommand")
    await bot.answer(LIAISON, "/help")
    await bot.client.send(LIAISON, "2 完成40%")
    await bot.answer(LIAISON, "2 推进中40%")
    stored = [row["text"] for row in (await bot.export())["reports"]]
    assert not [text for text in stored if "机密" in text or "11010519491231002X" in text]
    database = (bot.folder / "duban.db").read_bytes() + b"".join(p.read_bytes() for p in bot.folder.glob("duban.db-*"))
    assert "【机密】".encode() not in database
    assert b"11010519491231002X" not in database


async def test_a_second_bot_on_the_same_token_is_told_so(bot: Bot) -> None:
    await bot.client.fault(
        "getUpdates", "error", code=409, description="Conflict: terminated by other getUpdates request", times=1000
    )
    code, _, errors = await bot.command("run")
    assert code == 1
    assert "同一令牌" in errors or "两个" in errors
