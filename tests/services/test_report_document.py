"""Long pastes in the chat and documents as they come from the fetcher: previewed, stored after one press."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import select

from bot.chat.fetched import Evidence
from bot.errors import DubanError
from storage.kinds import DownloadPurpose, DownloadState, Source
from storage.models import Download, Report
from tests import support
from tests.services.talk import CHEN, MA, MARKET, OFFICE, Talk

TABLE = (
    "编号\t任务\t进展情况\t存在问题\n17\t完善企业退出机制\t推进中，完成60%\t等系统\n64\t免罚清单\t已印发清单86项\t无"
)
LONG = """县市场监管局8月工作进展情况
一、完善企业退出机制
简易注销改革方案已完成起草并征求了县税务局、县人力社保局、县法院意见，目前完成60%，预计9月底完成。存在问题：等公积金系统对接。
二、推行包容审慎监管免罚清单
已梳理形成首批免罚清单86项，在政府网站公布，并组织执法人员培训。下一步，继续扩大清单范围，做好跟踪问效工作，切实减轻企业负担。
各项工作领导高度重视，专题研究部署，压实责任，强化督导，确保按时保质完成全年目标任务。"""


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def document(name: str, **more: Any) -> dict[str, Any]:
    own = {"file_id": f"id-{name}", "file_unique_id": f"u-{name}", "file_name": name, "file_size": 2048}
    return {"document": own} | more


async def fetched(talk: Talk, folder: Path, data: bytes) -> Download:
    """Do what the fetcher does with the newest file that is wanted."""
    purpose = Evidence(lambda session: support.context(session, now=talk.now, office=talk.office), folder)
    with talk.db.reading() as session:
        row = session.exec(select(Download).where(Download.state == DownloadState.wanted)).all()[-1]
        session.expunge(row)
    prepared: Any
    try:
        prepared = await purpose.prepare(row, data)
    except DubanError as error:
        prepared = error
    with talk.db.writing() as session:
        purpose.store(session, session.get_one(Download, row.id), prepared)
    talk.deliver()
    return talk.rows(Download)[-1]


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("paste", [TABLE, LONG])
def test_a_pasted_table_or_report_is_previewed_and_stored_after_one_press(talk: Talk, paste: str) -> None:
    talk.say(CHEN, paste)
    assert talk.count(Report) == 0
    assert talk.last(CHEN).startswith("读到2项，确认后才记入：")
    talk.restart()
    talk.press(CHEN, "确认记入2项")
    assert sorted(talk.reports()) == ["17", "64"]
    assert talk.reports()["17"].percent == 60
    assert talk.reports()["17"].text == paste
    assert talk.last(CHEN).startswith("已记2项")


def test_a_table_whose_tabs_became_spaces_is_previewed_and_read_by_its_columns(talk: Talk) -> None:
    rows = [
        "编号 任务 进展情况 完成率 存在问题",
        "17 完善企业退出机制 推进中 60 等系统",
        "64 免罚清单 已印发清单86项  无",
    ]
    talk.say(CHEN, "\n".join(rows))
    assert talk.count(Report) == 0
    talk.press(CHEN, "确认记入2项")
    found = talk.reports()
    assert (found["17"].percent, found["17"].problem) == (60, "等系统")
    assert (found["64"].percent, found["64"].problem) == (None, None)


def test_a_row_with_spaces_of_its_own_is_previewed_as_text(talk: Talk) -> None:
    talk.say(CHEN, "编号 任务 进展情况\n17 完善企业退出机制 完成60%\n64 免罚清单 已印发 清单86项")
    assert talk.count(Report) == 0
    talk.press(CHEN, "确认记入2项")
    assert talk.reports()["17"].percent == 60
    assert talk.reports()["64"].measures[0]["value"] == 86


@pytest.mark.parametrize("text", ["17 完成60%\n64 推进中", "报 进展情况 如下\n17 完成60%"])
def test_a_line_with_spaces_is_no_head_of_a_table(talk: Talk, text: str) -> None:
    talk.say(CHEN, text)
    assert talk.reports()["17"].percent == 60


def test_a_paper_named_in_a_table_is_kept_as_it_is_written(talk: Talk) -> None:
    talk.say(CHEN, "任务\t进展情况\n惩罚性赔偿\t已办结，奉市监发〔2022〕9号\n免罚清单\t推进中，清单86项")
    assert "58 报办结，待初审（奉市监发〔2022〕9号）" in talk.last(CHEN)


def test_the_receipt_of_a_paste_can_be_taken_back_as_a_whole(talk: Talk) -> None:
    talk.say(CHEN, TABLE)
    talk.press(CHEN, "确认记入2项")
    talk.press(CHEN, "撤回")
    assert talk.reports() == {}


def test_a_paste_of_somebody_with_two_units_is_taken_for_the_one_that_it_speaks_of(talk: Talk) -> None:
    talk.say(MA, TABLE)
    talk.press(MA, "确认记入2项")
    assert {row.unit_id for row in talk.rows(Report)} == {talk.unit_id(MARKET)}


def test_a_few_short_lines_need_no_preview(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%\n64推进中\n2正常")
    assert sorted(talk.reports()) == ["17", "2", "64"]


async def test_a_units_own_sheet_is_read_its_column_of_last_month_and_empty_rows_left_out(
    talk: Talk, tmp_path: Path
) -> None:
    talk.say(CHEN, **document("台账.xlsx"))
    data = workbook(
        ("县市场监管局8月进展表",),
        ("序号", "任务", "上月进展", "本月进展", "存在问题"),
        (17, "完善企业退出机制", "完成10%", "完成60%", "等系统"),
        (64, "推行包容审慎监管免罚清单", "完成90%", None, None),
        (58, "落实知识产权侵权惩罚性赔偿", None, "推进中", None),
        (40, "清理违规涉企收费", None, "完成30%", None),
    )
    row = await fetched(talk, tmp_path / "files", data)
    assert row.state is DownloadState.done
    assert row.path
    assert talk.last(CHEN).startswith("台账.xlsx：读到3项")
    talk.press(CHEN, "确认记入3项")
    found = talk.reports()
    assert {code: one.percent for code, one in found.items()} == {"17": 60, "58": None, "40": 30}
    assert all(one.source is Source.sheet for one in found.values())
    assert found["17"].reading["document"]["name"] == "台账.xlsx"


async def test_a_person_of_two_units_is_taken_to_speak_for_the_one_that_the_document_names(
    talk: Talk, tmp_path: Path
) -> None:
    talk.say(MA, **document("进展.txt"))
    await fetched(talk, tmp_path / "files", "县财政局8月进展\n40完成30%\n41完成50%".encode())
    talk.press(MA, "确认记入2项")
    assert {row.unit_id for row in talk.rows(Report)} == {talk.unit_id("县财政局")}


async def test_what_cannot_be_read_is_said_and_nothing_stored(talk: Talk, tmp_path: Path) -> None:
    talk.say(CHEN, **document("坏.docx"))
    row = await fetched(talk, tmp_path / "files", b"PK\x03\x04 not a package")
    assert row.state is DownloadState.failed
    assert talk.last(CHEN).startswith("坏.docx没有读成，没有记。")
    talk.say(CHEN, **document("空话.txt"))
    await fetched(talk, tmp_path / "files", "领导高度重视，积极推进各项工作。".encode())
    assert "没有读到新的进展" in talk.last(CHEN)
    assert talk.count(Report) == 0


async def test_a_classified_document_is_neither_kept_nor_read_and_the_office_is_told(
    talk: Talk, tmp_path: Path
) -> None:
    talk.say(CHEN, **document("报告.txt"))
    await fetched(talk, tmp_path / "files", "【机密】17完成60%".encode())
    assert "请删除" in talk.last(CHEN) or "删除" in talk.last(CHEN)
    assert "机密" not in "".join(talk.texts(OFFICE))
    assert talk.texts(OFFICE)
    assert not (tmp_path / "files").exists()


async def test_a_forwarded_document_is_previewed_and_its_caption_is_nobodys_report(talk: Talk, tmp_path: Path) -> None:
    origin = {"type": "hidden_user", "date": 1661308800, "sender_user_name": "某人"}
    talk.say(CHEN, **document("进展.txt", caption="64完成99%", forward_origin=origin))
    assert talk.count(Report) == 0
    await fetched(talk, tmp_path / "files", "17完成60%".encode())
    talk.press(CHEN, "确认记入1项")
    assert sorted(talk.reports()) == ["17"]


def test_a_file_that_cannot_be_kept_is_refused_clearly_and_its_words_are_taken(talk: Talk) -> None:
    talk.say(CHEN, **document("安装.exe", caption="17完成60%"))
    assert talk.reports()["17"].percent == 60
    assert "file" not in talk.reports()["17"].reading
    assert talk.last(CHEN).startswith("文字已处理，文件没有留存：")
    big = document("大.pdf")
    big["document"]["file_size"] = 30 * 1024 * 1024
    talk.say(CHEN, **big, caption="64完成60%")
    assert "20" in talk.last(CHEN)
    assert talk.count(Download) == 0


async def test_evidence_is_kept_with_its_task_by_id_hash_name_and_size(talk: Talk, tmp_path: Path) -> None:
    talk.say(CHEN, **document("清单.pdf", caption="64完成60%"))
    row = await fetched(talk, tmp_path / "files", b"%PDF-1.4 list")
    assert row.purpose is DownloadPurpose.evidence
    file = talk.reports()["64"].reading["file"]
    assert (file["name"], file["size"], file["sha256"]) == ("清单.pdf", 13, row.sha256)
    assert (tmp_path / "files" / file["path"]).read_bytes() == b"%PDF-1.4 list"
    receipt = talk.message_of(talk.shown(CHEN)[-1])
    talk.say(CHEN, **document("补充.pdf"), reply_to=receipt)
    await fetched(talk, tmp_path / "files", b"%PDF-1.4 more")
    assert [one["name"] for one in talk.reports()["64"].reading["files"]] == ["补充.pdf"]
    assert talk.reports()["64"].reading["files"][0]["sha256"]


def test_the_unit_that_a_preview_was_for_must_still_be_ones_own(talk: Talk) -> None:
    talk.say(CHEN, TABLE)
    talk.leave(CHEN, MARKET)
    talk.press(CHEN, "确认记入2项")
    assert talk.count(Report) == 0
