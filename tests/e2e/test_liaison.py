"""What a liaison does all day, over HTTP: asked back, corrected, pasted, proved by files, beside colleagues."""

from __future__ import annotations

import hashlib
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import pytest_asyncio
from PIL import Image

from bot.sandbox.client import text_of
from tests.e2e.town import CLERK, DEPUTY, FINANCE, HEAD, MARKET, PLAN, REFORM, Town, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ID_NUMBER = "11010519491231002X"


class County(Town):
    """The town with a target that counts something."""

    plan = PLAN.replace("归集信用信息300万条", "有效发明专利达到300件")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[County]:
    folder: Path = tmp_path_factory.mktemp("liaison")
    town = County(folder, "2022-08-24T10:00:00+08:00")
    await town.open()
    await town.gather(CLERK, MARKET, REFORM, FINANCE, DEPUTY)
    yield town
    await town.close()


async def standing(town: Town, *codes: str) -> dict[str, dict[str, Any]]:
    """Return the reports that count, of these tasks or of all."""
    rows = [row for row in (await town.export())["reports"] if not row["superseded"] and not row["withdrawn"]]
    return {row["task"]: row for row in rows if not codes or row["task"] in codes}


def picture(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, shade, shade)).save(out, "JPEG")
    return out.getvalue()


async def test_what_is_unclear_is_asked_with_buttons_and_stays_open_over_other_words_and_a_kill(town: County) -> None:
    question = await town.tell(MARKET, "改革推进中，60%", "说的是哪一项")
    assert {"1 实施一照多址改革", "2 持续深化证照分离改革", "都不是"} <= set(labels(question))
    assert not await standing(town, "1", "2")
    await town.say(MARKET, "4推进中", "4 推进中")
    await town.kill()
    await town.run()
    assert not await standing(town, "1", "2")
    await town.press(MARKET, question, "1 实施一照多址改革")
    assert labels(await town.now(MARKET, question, "1 推进中60%")) == ["改", "撤回"]
    # Answered by the next message too, and nobody else's message answers it.
    again = await town.tell(MARKET, "改革推进中，65%", "说的是哪一项")
    await town.say(DEPUTY, "好的", "")
    assert labels(again)
    await town.stop()
    await town.run()
    await town.say(MARKET, "2", "2 推进中65%")
    assert (await standing(town, "2"))["2"]["percent"] == 65


async def test_a_task_that_the_message_leaves_out_is_not_covered_by_the_rest(town: County) -> None:
    asked = await town.tell(FINANCE, "除了9其他都完成", "记为以下2项")
    assert "9 推进政府采购电子化" not in text_of(asked)
    assert not await standing(town, "8", "9", "10")
    await town.press(FINANCE, asked, "确认2项")
    receipt = await town.now(FINANCE, asked, "已记2项")
    assert "还差1项：9" in text_of(receipt)
    found = await standing(town, "8", "9", "10")
    assert {code: row["status"] for code, row in found.items()} == {"8": "done", "10": "done"}


async def test_a_number_is_shown_beside_its_target_and_asked_about_once_where_it_surprises(town: County) -> None:
    assert "7 推进中：有效发明专利268/300（89%）" in await town.say(REFORM, "7有效发明专利268件", "已记1项")
    asked = await town.tell(REFORM, "7有效发明专利250件", "请核对一下")
    assert "有效发明专利250件，比上次的268件少" in text_of(asked)
    assert labels(asked) == ["数字没错", "更正7"]
    await town.press(REFORM, asked, "数字没错")
    await town.now(REFORM, asked, "按所报的数保留")
    asked = await town.tell(REFORM, "7有效发明专利2700件", "请核对一下")
    assert "十倍以上" in text_of(asked)
    asked = await town.tell(REFORM, "7有效发明专利310件，完成40%", "请核对一下")
    assert "完成40%，两个数对不上" in text_of(asked)
    kept = [row for row in (await town.export())["reports"] if row["task"] == "7"]
    assert [row["percent"] for row in kept] == [None, None, None, 40]


async def test_a_report_is_corrected_by_button_by_words_by_editing_and_taken_back(town: County) -> None:
    sent = await town.client.send(MARKET, "5完成40%")
    receipt = await town.answer(MARKET, "5 推进中40%", after=sent["message_id"])
    assert text_of(receipt).split("\n")[0].startswith("已记1项（")
    assert text_of(receipt).split("\n")[0].endswith("31日前可改）")
    assert labels(receipt) == ["改", "撤回"]
    await town.client.edit(MARKET, sent["message_id"], "5完成45%")
    await town.now(MARKET, receipt, "5 推进中45%")  # in place
    await town.say(MARKET, "更正：5完成50%", "5 推进中50%")
    latest = await town.tell(MARKET, "更正：5预计明年3月底完成", "预计2023年3月")
    assert "50%" in text_of(latest)  # what the correction does not speak of stays
    await town.press(MARKET, latest, "改")
    await town.answer(MARKET, "请发最新情况", after=latest["message_id"])
    await town.say(MARKET, "完成55%", "5 推进中55%")
    assert (await standing(town, "5"))["5"]["percent"] == 55
    taken = await town.say(MARKET, "撤回", "已撤回1项：5")
    assert "之前报的" in taken
    assert (await standing(town, "5"))["5"]["percent"] == 50
    rows = [row for row in (await town.export())["reports"] if row["task"] == "5"]
    assert [row["percent"] for row in rows] == [40, 45, 50, 50, 55]  # nothing is lost
    code, out, errors = await town.command("reread", "--dry-run")
    assert (code, out) == (0, ""), errors


async def test_a_pasted_table_and_a_pasted_report_are_shown_first_and_stored_after_one_press(town: County) -> None:
    table = (
        "编号\t任务\t进展情况\t完成率\t存在问题\n1\t一照多址\t推进中\t70\t等系统\n3\t企业变更登记\t已印发清单86项\t\t无"
    )
    shown = await town.tell(MARKET, table, "读到2项，确认后才记入")
    assert "1" not in {row["task"] for row in (await town.export())["reports"] if row["percent"] == 70}
    await town.press(MARKET, shown, "确认记入2项")
    await town.now(MARKET, shown, "已记2项")
    found = await standing(town, "1", "3")
    assert (found["1"]["percent"], found["3"]["percent"]) == (70, None)
    report = (
        "县市场监管局8月工作进展情况\n一、实施一照多址改革\n"
        "改革方案已完成起草并征求了县税务局、县人力社保局、县法院意见，目前完成75%，预计9月底完成。存在问题：等系统对接。\n"
        "二、便利企业变更登记\n已梳理形成首批清单96项，在政府网站公布，并组织执法人员培训。下一步，继续扩大清单范围，"
        "做好跟踪问效工作，切实减轻企业负担。\n各项工作领导高度重视，专题研究部署，压实责任，强化督导。"
    )
    shown = await town.tell(MARKET, report, "读到2项，确认后才记入")
    assert (await standing(town, "1"))["1"]["percent"] == 70
    await town.press(MARKET, shown, "确认记入2项")
    await town.now(MARKET, shown, "已记2项")
    assert (await standing(town, "1"))["1"]["percent"] == 75


async def test_a_workbook_of_the_units_own_making_is_read_task_by_task_and_only_what_changed_counts(
    town: County,
) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("县发展改革委重点任务进展表",),
        ("任务编号", "任务名称", "上月情况", "本月进展", "困难"),
        (6, "开展政务诚信评价", "完成10%", "完成60%", "缺少数据接口"),
        (7, "推行信用体系建设", "完成20%", None, None),
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    sent = await town.client.send_file(REFORM, "进展表.xlsx", out.getvalue(), mime=XLSX)
    shown = await town.answer(REFORM, "进展表.xlsx：读到1项", after=sent["message_id"])
    assert "6" not in await standing(town)
    await town.press(REFORM, shown, "确认记入1项")
    await town.now(REFORM, shown, "已记1项")
    row = (await standing(town, "6"))["6"]
    assert (row["percent"], row["person"]) == (60, "张伟")


async def test_photos_an_album_and_an_answer_to_the_receipt_are_kept_and_voice_is_asked_for_as_text(
    town: County,
) -> None:
    album = [picture(shade) for shade in (10, 90, 170)]
    first = await town.client.send_file(MARKET, "a.jpg", album[0], kind="photo", caption="4完成60%", album="a1")
    for more in album[1:]:
        await town.client.send_file(MARKET, "b.jpg", more, kind="photo", album="a1")
    receipt = await town.answer(MARKET, "4 推进中60%", after=first["message_id"])
    voice = await town.client.send_file(MARKET, "v.ogg", b"OggS", kind="voice")
    assert "请发文字" in text_of(await town.answer(MARKET, "语音", after=voice["message_id"]))
    paper = picture(250)
    await town.client.send_file(MARKET, "c.jpg", paper, kind="photo", reply_to=receipt["message_id"])
    await town.answer(MARKET, "已附到4", after=receipt["message_id"])
    kept = {hashlib.sha256(data).hexdigest() for data in (*album, paper)}
    assert await town.has_kept(kept)
    said = [text_of(one) for one in await town.client.messages(MARKET) if one["message_id"] > first["message_id"]]
    assert len([text for text in said if text.startswith("已记1项")]) == 1  # one answer for the album


async def test_the_last_of_two_colleagues_counts_per_task_and_both_receipts_say_so(town: County) -> None:
    mine = await town.tell(MARKET, "2完成20%，4完成30%", "已记2项")
    theirs = await town.tell(DEPUTY, "2完成25%", "已记1项")
    assert "2：李芳" in text_of(theirs)
    changed = await town.now(MARKET, mine, "2：周涛")
    assert "4 推进中30%" in text_of(changed)
    assert "2 推进中20%" not in text_of(changed)
    found = await standing(town, "2", "4")
    assert (found["2"]["percent"], found["4"]["percent"]) == (25, 30)
    rows = [row for row in (await town.export())["reports"] if row["task"] == "2" and row["percent"] == 20]
    assert [row["superseded"] for row in rows] == [True]  # kept


async def test_sensitive_words_are_not_stored_from_a_caption_an_edit_or_a_paste_of_the_office(town: County) -> None:
    caption = await town.client.send_file(
        MARKET, "d.jpg", picture(30), kind="photo", caption=f"4完成61%，联系人身份证{ID_NUMBER}"
    )
    await town.answer(MARKET, "请您删除", after=caption["message_id"])
    notice = await town.answer(HEAD, "疑似敏感")
    assert "61" not in text_of(notice)
    sent = await town.client.send(MARKET, "4完成62%")
    await town.answer(MARKET, "4 推进中62%", after=sent["message_id"])
    await town.client.edit(MARKET, sent["message_id"], "【机密】4完成63%")
    await town.answer(MARKET, "密级", after=sent["message_id"])
    await town.say(CLERK, f"县发展改革委：6完成70%，经办人身份证{ID_NUMBER}", "请您删除")
    assert (await standing(town, "4"))["4"]["percent"] == 62
    texts = [row["text"] for row in (await town.export())["reports"]]
    assert not [text for text in texts if ID_NUMBER in text or "机密" in text]
    stored = b"".join(path.read_bytes() for path in town.folder.glob("duban.db*"))
    assert ID_NUMBER.encode() not in stored
    assert "【机密】".encode() not in stored
