"""What people get wrong, over HTTP: months and days that do not exist, units that could be several, days that are past,
old buttons, files that are too large, codes and words that mean nothing. Each is answered, and nothing is stored."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import docx
import pytest
import pytest_asyncio

from bot.sandbox.client import text_of
from tests.e2e.town import CLERK, FINANCE, HEAD, LAY, MARKET, SUN, Town, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")
TOO_LARGE = 20 * 2**20 + 1


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder: Path = tmp_path_factory.mktemp("wrong")
    town = Town(folder, "2022-08-24T10:00:00+08:00")
    await town.open()
    await town.gather(CLERK, MARKET, FINANCE, SUN, LAY)
    yield town
    await town.close()


@pytest.mark.parametrize("command", ["/summary {}", "/paper {}"])
@pytest.mark.parametrize("month", ["2022-13", "2022-00", "13月", "0月"])
async def test_a_month_that_does_not_exist_is_said(town: Town, command: str, month: str) -> None:
    told = await town.say(HEAD, command.format(month), "这个月")
    assert told == f"没有“{month}”这个月，请写成2022-08"


@pytest.mark.parametrize(
    "command",
    [
        "/summary {}", "/mytasks {}", "/unit {}", "/lights {}", "/invite {}", "/remind {}", "/quiet {} 9月10日 防汛",
        "/time {} 14:30", "/change 4 牵头 {}", "/change 新增 12 建设大厅；牵头 {}", "/coordinate 4 {} 9月9日 明确经费",
        "/instruct {} 9月9日 张县长：请抓紧",
    ],
)  # fmt: skip
async def test_a_unit_that_could_be_several_is_answered_with_the_candidates(town: Town, command: str) -> None:
    told = await town.say(HEAD, command.format("人民"), "人民")
    assert "县人民法院、县人民检察院" in told
    many = await town.say(HEAD, command.format("县"), "“县”")
    assert many.startswith("“县”对应")
    assert "县财政局" in many or "7" in many


@pytest.mark.parametrize(
    ("who", "command", "told"),
    [
        (HEAD, "/quiet 县财政局 {} 防汛", "“{}”已经过去"),
        (HEAD, "/coordinate 4 县财政局 {} 明确经费", "“{}”已经过去"),
        (HEAD, "/instruct 县财政局 {} 张县长：请抓紧", "“{}”已经过去"),
        (MARKET, "/away {}", "“{}”已经过去"),
        (HEAD, "/milestone 4 {} 印发方案", "已经过去"),
    ],
)
async def test_a_day_that_is_past_is_said_and_not_taken_for_next_year(
    town: Town, who: int, command: str, told: str
) -> None:
    for day in ("8月1日", "2022-08-01", "2021年3月31日"):
        assert told.format(day) in await town.say(who, command.format(day), "已经过去")
    for day in ("2月30日", "2022-02-31", "13月5日"):
        answer = await town.say(who, command.format(day), day)
        assert answer.startswith((f"没有“{day}”这一天", f"没有读出日期：{day}")), answer


async def test_a_report_with_a_day_that_does_not_exist_gets_no_other_day(town: Town) -> None:
    receipt = await town.say(MARKET, "4完成60%，预计2月30日完成", "已记1项")
    assert receipt.splitlines()[1:3] == ["4 推进中60%", "没有“2月30日”这个日期，未按此计，请更正。"]
    assert "没有“13月”这个日期" in await town.say(MARKET, "13月：4完成60%", "已记1项")
    await town.say(MARKET, "13月5日前完成4", "没有“13月5日”这个日期")
    rows = [row for row in (await town.export())["reports"] if row["task"] == "4"]
    assert {(row["status"], row["percent"], row["expected"]) for row in rows} == {("in_progress", 60, None)}


@pytest.mark.parametrize(
    ("who", "words", "told"),
    [
        (HEAD, "/task 99", "没有99号任务"),
        (HEAD, "/lights 99", "没有99号任务"),
        (HEAD, "/history 99", "没有99号任务"),
        (HEAD, "/targets 99", "没有99号任务"),
        (HEAD, "/reopen 99 x", "没有99号任务"),
        (SUN, "/observe 99 无人", "没有99号任务"),
        (SUN, "/observe 4", "请写明任务号和所见情况"),
        (HEAD, "/items 77", "没有您可查看的77号事项"),
        (MARKET, "/answer 77 x", "没有您可查看的77号事项"),
        (HEAD, "/settle", "请写明事项号"),
        (HEAD, "/history", "哪一项任务？"),
        (HEAD, "/unit", "哪个单位？"),
        (MARKET, "/history 9", "9不是本单位牵头或配合的任务"),
        (MARKET, "/phone abc", "请发电话号码"),
        (HEAD, "/time 县财政局 25:30", "25:30"),
        (HEAD, "/xyz", "没有 /xyz 这个命令"),
        (LAY, "4完成60%", "这句没有记"),
    ],
)
async def test_what_means_nothing_is_answered_with_how_it_is_written(
    town: Town, who: int, words: str, told: str
) -> None:
    assert (await town.say(who, words, told)).startswith(told)


async def test_an_old_button_of_a_list_shows_the_new_state(town: Town) -> None:
    queue = await town.tell(HEAD, "/inbox", "待办")
    await town.tell(FINANCE, "8办结，奉财发〔2022〕5号", "已记1项")
    letter, other = await town.answer(HEAD, "【办结待审】"), await town.answer(CLERK, "【办结待审】")
    await town.press(HEAD, queue, "刷新")
    queue = await town.now(HEAD, queue, "办结待审 8")
    assert await town.press(CLERK, other, "确认办结") == "已确认办结：8"
    await town.press(HEAD, queue, "1")  # what was first in the list has been decided since
    brought = await town.answer(HEAD, "已确认办结：刘洋", after=letter["message_id"])
    assert labels(brought) == []
    told = await town.push(HEAD, letter, "退回")
    assert (told["text"], told["show_alert"]) == ("8：刘洋已于8月24日10:00确认办结", True)
    data = await town.client.press(HEAD, queue["message_id"], "刷新")
    await town.client.answer(HEAD, data)
    await town.now(HEAD, queue, "没有待办事项")


async def test_files_larger_than_telegram_gives_are_refused_with_the_limit_and_what_to_do(town: Town) -> None:
    big = b"%PDF-1.4" + b"0" * TOO_LARGE
    await town.client.send_file(MARKET, "现场.pdf", big, caption="5完成60%")
    await town.answer(MARKET, "5 推进中60%")  # what was said counts
    await town.answer(MARKET, "文字已处理，文件没有留存：现场.pdf超过20MB，请发小一些的文件")
    await town.client.send_file(MARKET, "进展.docx", big)
    await town.answer(MARKET, "进展.docx超过20MB，请发小一些的文件")
    await town.client.send_file(HEAD, "方案.docx", big)
    await town.answer(HEAD, "方案.docx超过20MB，请发小一些的文件")
    assert not list((town.folder / "attachments").rglob("*.*"))


async def test_a_picture_or_document_that_telegram_does_not_take_comes_in_words(town: Town) -> None:
    refused = {"code": 413, "description": "Request Entity Too Large"}
    await town.client.fault("sendPhoto", "error", times=1, **refused)
    told = await town.say(HEAD, "/summary", "8月调度")
    assert "台账10条" in told
    assert told.endswith("（图表或文件未能生成或超过Telegram的限制，请缩小范围或稍后再试。）")
    listed = await town.client.wait_for(HEAD, lambda one: "Excel台账" in labels(one))
    await town.client.fault("sendDocument", "error", times=1, **refused)
    await town.press(HEAD, listed, "Excel台账")
    await town.answer(HEAD, "Excel台账，截至8月24日10:00（内部，未审）\n（图表或文件未能生成")
    await town.tell(MARKET, "2推行电子证照86件", "已记1项")
    await town.tell(MARKET, "/practice 2", "典型经验")
    await town.client.fault("sendDocument", "error", times=1, **refused)
    assert "（图表或文件未能生成" in await town.say(SUN, "/practice 导出", "典型经验1条，请审核后再用。")
    sent = await town.client.send(SUN, "/practice 导出")
    message = await town.client.wait_for(SUN, lambda one: "file" in one, after=sent["message_id"])
    assert docx.Document(io.BytesIO(await town.client.file(message))).paragraphs
    assert text_of(message) == "典型经验1条，请审核后再用。"
