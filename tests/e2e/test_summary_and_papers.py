"""A month over HTTP: `/summary` in every form with the same numbers, then the papers from freeze to signature."""

from __future__ import annotations

import io
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import pytest_asyncio
from PIL import Image

from bot.sandbox.client import text_of
from tests.e2e.town import CLERK, FINANCE, HEAD, MARKET, REFORM, Town, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")
SHEETS = ["台账", "分领域", "分单位", "量化指标", "负担", "主要数据"]
VIEWS = {
    "逾期": "到期未办结1条",
    "需协调": "需协调2件",
    "30天内到期": "30天内到期",
    "分单位": "分单位（3家）",
    "分领域": "分领域（2个",
    "量化指标": "指标已达1/2",
    "负担": "本月提示共",
    "未报": "未报",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder: Path = tmp_path_factory.mktemp("papers")
    town = Town(folder, "2022-08-24T10:00:00+08:00")
    await town.open()
    await town.gather(CLERK, MARKET, REFORM, FINANCE)
    await town.tell(MARKET, "1办结，奉市监发〔2022〕8号；4完成60%，办理时间0.5个工作日；3预计10月底完成", "已记3项")
    await town.tell(REFORM, "6卡在数据不共享", "已记1项")
    await town.tell(FINANCE, "8申请延期到10月底，等上级拨款；9推进中", "已记2项")
    await town.tell(HEAD, "/change 10 标题 =规范涉企收费", "标题：")
    yield town
    await town.close()


async def _summary(town: Town, words: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
    """Ask for a summary; return the picture and the list behind it."""
    sent = await town.client.send(HEAD, f"/summary {words}".strip())
    picture = await town.answer(HEAD, "8月调度", after=sent["message_id"])
    return picture, await town.client.wait_for(HEAD, lambda one: "Excel台账" in labels(one), after=sent["message_id"])


async def _file(town: Town, pressed: dict[str, Any], begins: str, ending: str) -> bytes:
    """Press a button for a file and return what comes."""
    last = (await town.client.messages(HEAD))[-1]["message_id"]
    assert await town.press(HEAD, pressed, begins) == "正在生成，稍后发来"
    sent = await town.client.wait_for(HEAD, lambda one: "file" in one, after=last)
    assert sent["file"]["name"].endswith(ending)
    return await town.client.file(sent)


def _paragraphs(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


async def test_the_numbers_of_picture_list_workbook_document_and_command_agree(town: Town) -> None:
    picture, listed = await _summary(town)
    chart = Image.open(io.BytesIO(await town.client.file(picture)))
    assert chart.format == "PNG"
    assert min(chart.size) >= 600  # legible on a phone
    caption = text_of(picture)
    assert caption.startswith("8月调度 截至24日10时（内部，未审）\n台账10条：")
    assert len(caption) <= 1024
    _, out, _ = await town.command("summary", "--json")
    told = json.loads(out)
    figures = told["figures"]
    standing = [figures[name] for name in ("done", "proceeding", "behind", "overdue")]
    assert sum(standing) == figures["total"] == 10
    pace = next(line for line in caption.splitlines() if line.startswith("进度："))
    assert [int(n) for n in re.findall(r"(?:办结|推进|滞后|到期未办结)(\d+)", pace)] == standing
    assert "应报3家" in caption
    assert f"需协调{len(told['coordination'])}件" in caption

    book = openpyxl.load_workbook(io.BytesIO(await _file(town, listed, "Excel台账", ".xlsx")))
    ledger = book["台账"]
    assert ledger.freeze_panes
    assert ledger.auto_filter.ref
    assert ledger.max_row == 1 + figures["total"]
    assert book.sheetnames == [*SHEETS, "近月情况"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=规范涉企收费" in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}  # text stays text
    heads = [cell.value for cell in ledger[1]]
    lights = [row[heads.index("灯")] for row in ledger.iter_rows(min_row=2)]
    colours = {cell.value: cell.fill.fgColor.rgb for cell in lights}
    assert {"红", "蓝", "绿"} <= colours.keys()
    assert len(set(colours.values())) == len(colours)
    totals = [cell.value for cell in list(book["分领域"].rows)[-1]]
    assert totals == ["合计", figures["total"], *standing]
    numbers = {row[0].value: row[1].value for row in book["主要数据"].iter_rows(min_row=2)}
    assert [numbers[name] for name in ("办结", "推进", "滞后", "到期未办结")] == standing
    assert numbers["未报单位"] == figures["units_missing"]

    document = docx.Document(io.BytesIO(await _file(town, listed, "Word情况", ".docx")))
    table = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert table[-1] == ["合计", str(figures["total"]), *map(str, standing)]
    assert caption.splitlines()[1] in [paragraph.text for paragraph in document.paragraphs]


async def test_the_list_is_edited_in_place_and_says_when_it_is_as_of(town: Town) -> None:
    _, listed = await _summary(town)
    count = len(await town.client.messages(HEAD))
    for button, begins in VIEWS.items():
        await town.press(HEAD, await town.client.wait_for(HEAD, lambda one: one["message_id"] == listed["message_id"]),
                         next(label for label in labels(listed) if button in label).strip("·"))  # fmt: skip
        shown = await town.now(HEAD, listed, begins)
        assert "截至24日10时" in text_of(shown)
        assert f"·{button}·" in labels(shown)
    assert len(await town.client.messages(HEAD)) == count


async def test_words_in_any_order_narrow_it_in_chinese_and_english_and_a_liaison_sees_the_own_unit(town: Town) -> None:
    for words, told in (
        ("逾期 县市场监管局", "8月调度 县市场监管局 逾期"),
        ("县市场监管局 逾期 2022-08", "8月调度 县市场监管局 逾期"),
        ("overdue 县市场监管局", "8月调度 县市场监管局 逾期"),
        ("二 需协调", "8月调度 二、打造最优政务环境 需协调"),
        ("section 2 blocked", "8月调度 二、打造最优政务环境 需协调"),
        ("未报 二", "8月调度 二、打造最优政务环境 未报"),
        ("逾期 一 2022-08 县市场监管局", "8月调度 县市场监管局 一、打造最优市场环境 逾期"),
        ("县市场监管局，8月，overdue，第一部分", "8月调度 县市场监管局 一、打造最优市场环境 逾期"),
        ("需协调 二 县发展改革委 未报", "8月调度 县发展改革委 二、打造最优政务环境 需协调 未报"),
    ):
        assert (await town.say(HEAD, f"/summary {words}", told)).startswith(told)
    own = await town.say(FINANCE, "/summary", "8月调度 县财政局")
    assert "县市场监管局" not in own
    assert await town.say(FINANCE, "/summary 县市场监管局", "本单位") == "您可以查看本单位的汇总：县财政局"


async def test_what_a_summary_cannot_be_of_is_answered_with_what_there_is(town: Town) -> None:
    for words, told in (
        ("2022-13", "没有“2022-13”这个月，请写成2022-08"),
        ("13月", "没有“13月”这个月，请写成2022-08"),
        ("2031-01", "台账里没有2031年1月，可查2022年5月至2022年8月"),
        ("2021-01", "台账里没有2021年1月，可查2022年5月至2022年8月"),
        ("人民", "“人民”对应多个单位：县人民法院、县人民检察院。请写全一些"),
    ):
        assert await town.say(HEAD, f"/summary {words}", told[:8]) == told
    assert "可以写月份" in await town.say(HEAD, "/summary 教育局", "没看懂“教育局”")


async def test_the_papers_go_from_the_freeze_to_the_signature_and_nothing_is_published(town: Town) -> None:
    assert "迟报计到" in await town.say(HEAD, "/paper 2022-08", "尚未冻结")
    assert await town.say(HEAD, "/paper 2022-13", "这个月") == "没有“2022-13”这个月，请写成2022-08"
    assert (await town.say(HEAD, "/paper 7月", "7月")).startswith("2022年7月未作调度")

    # A claim that nobody has decided on for three working days is brought again.
    await town.stop()
    await town.run("2022-08-29T10:00:00+08:00")
    again = await town.client.wait_for(
        HEAD, lambda one: "确认办结" in labels(one) and "等审核" in text_of(one), timeout=30
    )
    await town.press(HEAD, again, "确认办结")
    await town.answer(MARKET, "1 实施一照多址改革：已确认办结")

    # After the due day: who is missing, to ring by; a letter to a leader is drafted for a person to sign.
    await town.stop()
    await town.run("2022-09-01T09:31:00+08:00")
    missing = await town.answer(HEAD, "【8月未报清单】")
    await town.press(HEAD, missing, "县发展改革委")
    ring = await town.client.wait_for(HEAD, lambda one: "提示函" in labels(one))
    await town.press(HEAD, ring, "提示函")
    sent = await town.answer(HEAD, "致县发展改革委的提示函草稿，请审核、签发后自行送出。")
    letter = "\n".join(_paragraphs(await town.client.file(sent)))
    assert "县发展改革委" in letter
    assert "推行信用体系建设" in letter

    await town.stop()
    await town.run("2022-09-08T09:31:00+08:00")
    await town.answer(HEAD, "【8月数据已冻结】")
    card = await town.tell(HEAD, "/paper", "【2022年8月文稿】")
    other = await town.tell(CLERK, "/paper 8月", "【2022年8月文稿】")
    assert await town.press(HEAD, card, "通报核稿通过") == "拟点名单位尚未核实，请先点“送单位核实”"
    assert (await town.press(HEAD, card, "送单位核实")).startswith("已发")
    asked = await town.answer(REFORM, "【请核实】县发展改革委")
    assert "县财政局" not in text_of(asked)  # each its own sentence only
    assert await town.press(REFORM, asked, "属实") == "已记：属实。"
    sentence = await town.answer(FINANCE, "【请核实】县财政局")
    await town.tell(FINANCE, "10已于8月30日电话报过", "已记，已转", reply_to=sentence["message_id"])
    await town.answer(CLERK, "【核实有出入】")
    assert (await town.press(HEAD, card, "通报核稿通过")).startswith("单位核实到9月9日")

    # Later reports come into the supplement; the figures stay.
    await town.tell(REFORM, "8月：7完成40%，归集信用信息120万条", "已记1项")
    assert await town.press(HEAD, card, "专报核稿通过") == "专报：已核稿"
    told = await town.push(CLERK, other, "专报核稿通过")
    assert told["show_alert"]
    assert "已核稿（王敏" in told["text"]
    assert "专报审定…" in labels(await town.now(CLERK, other, "已核稿（王敏"))
    assert await town.press(CLERK, await town.now(CLERK, other, "已核稿"), "专报审定…") == "请写文号和签发人"
    assert "须写明文号和签发人" in await town.say(CLERK, "奉营商办〔2022〕9号", "审定")
    assert await town.say(CLERK, "奉营商办〔2022〕9号 张主任", "专报：已审定") == "专报：已审定"
    final = await town.tell(CLERK, "/paper 8月", "已审定（刘洋")
    assert "冻结后补报1条，列入补充情况，数据不变" in text_of(final)
    assert await town.press(CLERK, final, "专报定稿") == "专报：已定稿"
    assert "已定稿" in await town.say(HEAD, "/paper 专报 8月 退回 x", "专报")

    brief = _paragraphs(await _file(town, await town.tell(HEAD, "/paper 8月", "已定稿"), "下载专报", ".docx"))
    assert "奉营商办〔2022〕9号" in "\n".join(brief)
    bulletin = _paragraphs(await _file(town, await town.tell(HEAD, "/paper 8月", "已定稿"), "下载通报", ".docx"))
    words = "\n".join(bulletin)
    assert "草稿" in words
    for head in ("总体情况", "分领域进展", "存在问题", "下一步"):
        assert head in words
    assert "县发展改革委补报第7项" in words
    assert "10已于8月30日电话报过" in words
    _, out, _ = await town.command("summary", "--month", "2022-08", "--json")
    figures = json.loads(out)["figures"]
    assert f"台账共{figures['total']}条" in words
    assert f"到期未办结{figures['overdue']}条" in words
    assert f"办结{figures['done']}条" in words
    sent = [one for who in (MARKET, REFORM, FINANCE) for one in await town.client.messages(who) if "file" in one]
    assert sent == []  # people send papers
