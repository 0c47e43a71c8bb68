"""Files over HTTP: the unit's sheet down, filled in and sent back; a Word report; evidence; hostile ones."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import docx
import openpyxl
import pytest

from bot.sandbox.client import text_of
from tests.e2e.bot import LIAISON, Bot

UNIT = "县市场监管局"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    running = Bot(tmp_path, "2022-08-24T09:29:00+08:00")
    await running.open()
    yield running
    await running.close()


async def test_the_sheet_comes_from_the_nudge_and_counts_filled_in_after_one_press(bot: Bot) -> None:
    await bot.run()
    await bot.join(LIAISON, UNIT)
    await bot.stop()
    await bot.run("2022-08-24T09:30:30+08:00")
    nudge = await bot.answer(LIAISON, "【8月进展】")
    assert "已有材料直接发Word或表格，不用另填。" in text_of(nudge)
    await bot.client.press(LIAISON, nudge["message_id"], "下载本单位表")
    sent = await bot.client.wait_for(LIAISON, lambda one: "file" in one and one["message_id"] > nudge["message_id"])
    book = openpyxl.load_workbook(io.BytesIO(await bot.client.file(sent)))
    page = book.active
    rows = {row[0].value: row[0].row for row in page.iter_rows(min_row=4) if row[0].value}
    assert set(rows) == {"1", "2", "3"}
    page.cell(rows["1"], 5, "已办结")
    page.cell(rows["1"], 7, "奉市监发〔2022〕8号已印发")
    page.cell(rows["3"], 6, "60%")
    page.cell(rows["3"], 8, "2022年9月底")
    page.cell(rows["3"], 9, "等公积金系统对接")
    out = io.BytesIO()
    book.save(out)
    await bot.client.send_file(LIAISON, "已填.xlsx", out.getvalue(), mime=XLSX)
    shown = await bot.answer(LIAISON, "已填.xlsx：读到2项")
    assert "2 " not in text_of(shown).split("确认后才记入：")[1].replace("2022", "")
    assert (await bot.export())["reports"] == []
    await bot.kill()
    await bot.run()
    await bot.client.press(LIAISON, shown["message_id"], "确认记入2项")
    receipt = await bot.answer(LIAISON, "已记2项")
    assert "1 报办结，待初审" in text_of(receipt)
    stored = {row["task"]: row for row in (await bot.export())["reports"]}
    assert set(stored) == {"1", "3"}
    assert (stored["1"]["status"], stored["3"]["percent"]) == ("done", 60)
    assert (stored["3"]["expected"], stored["3"]["problem"]) == ("2022-09-30", "等公积金系统对接")
    assert stored["3"]["month"] == "2022-08"
    # The same sheet once more says nothing new.
    await bot.client.send_file(LIAISON, "已填.xlsx", out.getvalue(), mime=XLSX)
    again = await bot.answer(LIAISON, "没有读到新的进展")
    assert "与已报的相同，不再记：1、3" in text_of(again)
    assert len((await bot.export())["reports"]) == 2


async def test_a_word_report_of_the_units_own_is_read_paragraph_by_paragraph_and_table_by_table(bot: Bot) -> None:
    await bot.run()
    await bot.join(LIAISON, UNIT)
    document = docx.Document()
    document.add_paragraph("县市场监管局8月工作进展情况")
    document.add_paragraph("一、实施一照多址改革")
    document.add_paragraph("改革方案已印发，已办理86件，进度60%，预计9月底完成。下一步，扩大试点范围。")
    table = document.add_table(rows=1, cols=4)
    heads, row, empty = table.rows[0].cells, table.add_row().cells, table.add_row().cells
    for cell, text in zip(heads, ("序号", "任务", "进展情况", "存在问题"), strict=True):
        cell.text = text
    for cell, text in zip(row, ("3", "便利企业变更登记", "系统正在开发，完成80%", "无"), strict=True):
        cell.text = text
    empty[0].text, empty[1].text = "2", "持续深化证照分离改革"
    out = io.BytesIO()
    document.save(out)
    await bot.client.send_file(LIAISON, "8月进展.docx", out.getvalue(), caption="8月进展情况")
    shown = await bot.answer(LIAISON, "8月进展.docx：读到2项")
    assert (await bot.export())["reports"] == []
    await bot.client.press(LIAISON, shown["message_id"], "确认记入2项")
    await bot.answer(LIAISON, "已记2项")
    stored = {row["task"]: row for row in (await bot.export())["reports"]}
    assert {code: row["percent"] for code, row in stored.items()} == {"1": 60, "3": 80}
    kept = list((bot.folder / "attachments").rglob("*.docx"))
    assert [path.stem for path in kept] == [hashlib.sha256(out.getvalue()).hexdigest()]


async def test_hostile_broken_and_classified_files_end_with_a_reason_and_the_bot_goes_on(bot: Bot) -> None:
    await bot.run()
    await bot.join(LIAISON, UNIT)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a>" + b" " * 80_000_000)
    await bot.client.send_file(LIAISON, "炸弹.docx", bomb.getvalue())
    await bot.answer(LIAISON, "炸弹.docx没有读成")
    await bot.client.send_file(LIAISON, "坏.xlsx", b"PK\x03\x04 nothing")
    await bot.answer(LIAISON, "坏.xlsx没有读成")
    await bot.client.send_file(LIAISON, "密.txt", "【机密】1已完成".encode())
    await bot.answer(LIAISON, "删除")
    await bot.client.send_file(LIAISON, "程序.exe", b"MZ", caption="1完成60%")
    await bot.answer(LIAISON, "1 推进中60%")
    await bot.answer(LIAISON, "文件没有留存")
    assert [row["task"] for row in (await bot.export())["reports"]] == ["1"]
    assert not list((bot.folder / "attachments").rglob("*.*"))


async def test_evidence_with_a_caption_is_kept_by_its_hash_and_a_failed_fetch_is_tried_again(bot: Bot) -> None:
    await bot.run()
    await bot.join(LIAISON, UNIT)
    await bot.client.fault("getFile", "error", code=500, description="Internal Server Error", times=1)
    scan, paper = b"%PDF-1.4 a scan", b"%PDF-1.4 a paper"
    await bot.client.send_file(LIAISON, "现场.pdf", scan, caption="1完成60%")
    receipt = await bot.answer(LIAISON, "已记1项")
    assert "附现场.pdf" in text_of(receipt)
    await bot.client.send_file(LIAISON, "批复.pdf", paper, reply_to=receipt["message_id"])
    await bot.answer(LIAISON, "已附到1")
    wanted = {hashlib.sha256(data).hexdigest() for data in (scan, paper)}
    assert {path.stem for path in await bot.attachments(len(wanted))} == wanted
