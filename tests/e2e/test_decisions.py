"""The office decides over HTTP: completions, more time, another lead, cancelling; two at once, old buttons, dates."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.sandbox.client import text_of
from tests.e2e.town import CLERK, FINANCE, HEAD, MARKET, REFORM, Town, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder: Path = tmp_path_factory.mktemp("decisions")
    town = Town(folder, "2022-08-24T10:00:00+08:00")
    await town.open()
    await town.gather(CLERK, MARKET, REFORM, FINANCE)
    yield town
    await town.close()


async def _task(town: Town, code: str) -> dict[str, object]:
    found: dict[str, object] = next(task for task in (await town.export())["tasks"] if task["code"] == code)
    return found


async def test_a_claim_comes_with_its_evidence_is_returned_claimed_again_confirmed_and_reopened(town: Town) -> None:
    scan = b"%PDF-1.4 a scan"
    await town.client.send_file(MARKET, "批复.pdf", scan, caption="1办结，奉市监发〔2022〕8号")
    letter = await town.answer(CLERK, "1 实施一照多址改革（时限2022年8月）")
    assert "附件：批复.pdf" in text_of(letter)
    assert labels(letter) == ["确认办结", "退回", "看附件"]
    assert await town.press(CLERK, letter, "看附件") == "正在发送1个附件"
    sent = await town.client.wait_for(CLERK, lambda one: "file" in one)
    assert await town.client.file(sent) == scan

    assert await town.press(CLERK, letter, "退回") == "请写理由"
    assert await town.say(CLERK, "缺少验收单", "已退回") == "已退回：1"
    assert "理由：缺少验收单" in text_of(await town.answer(MARKET, "办结申请已退回"))
    both = await town.answer(HEAD, "理由：缺少验收单")  # once it is edited
    assert text_of(both).endswith("已退回：刘洋，8月24日10:00\n理由：缺少验收单")
    assert labels(both) == []
    assert (await _task(town, "1"))["status"] == "in_progress"

    await town.tell(MARKET, "1办结，奉市监发〔2022〕8号，验收单已补", "已记1项")
    letter = await town.answer(HEAD, "验收单已补")
    assert await town.press(HEAD, letter, "确认办结") == "已确认办结：1"
    assert await town.answer(MARKET, "1 实施一照多址改革：已确认办结，今后不再调度。")
    assert (await _task(town, "1"))["status"] == "done"

    assert await town.say(HEAD, "/reopen 1", "理由") == "重开要写明理由：/reopen 1 理由"
    await town.say(HEAD, "/reopen 1 文号有误", "1号任务已重开")
    assert "理由：文号有误" in text_of(await town.answer(MARKET, "请继续报进展"))
    assert (await _task(town, "1"))["status"] == "in_progress"
    assert await town.say(HEAD, "/reopen 99 x", "99") == "没有99号任务"


async def test_of_two_staff_who_press_at_once_one_decides_and_the_other_is_told_who_was_first(town: Town) -> None:
    await town.tell(MARKET, "4办结，奉市监发〔2022〕9号", "已记1项")
    one, other = await town.answer(HEAD, "〔2022〕9号"), await town.answer(CLERK, "〔2022〕9号")
    told = await asyncio.gather(town.push(HEAD, one, "确认办结"), town.push(CLERK, other, "确认办结"))
    first, second = sorted(told, key=lambda answer: bool(answer.get("show_alert")))
    assert first["text"] == "已确认办结：4"
    assert second["show_alert"] is True
    assert second["text"] in ("4：王敏已于8月24日10:00确认办结", "4：刘洋已于8月24日10:00确认办结")
    await town.answer(MARKET, "4 压减开办企业时间：已确认办结")
    done = [text for text in await town.quiet(MARKET) if text.startswith("4 压减开办企业时间：已确认办结")]
    assert len(done) == 1


async def test_confirm_and_return_at_once_end_in_one_decision_and_the_other_is_told(town: Town) -> None:
    await town.tell(REFORM, "7办结，奉发改〔2022〕7号", "已记1项")
    one, other = await town.answer(HEAD, "〔2022〕7号"), await town.answer(CLERK, "〔2022〕7号")
    confirmed, returned = await asyncio.gather(town.push(HEAD, one, "确认办结"), town.push(CLERK, other, "退回"))
    assert confirmed["text"] == "已确认办结：7"
    if returned["text"] == "请写理由":  # asked before the other was through: the reason comes too late
        told = await town.say(CLERK, "缺佐证", "7：")
    else:
        assert returned["show_alert"]
        told = returned["text"]
    assert told == "7：王敏已于8月24日10:00确认办结"
    assert (await _task(town, "7"))["status"] == "done"
    shown = await town.now(CLERK, other, "已确认办结：王敏，8月24日10:00")
    assert labels(shown) == []


async def test_a_button_pressed_after_the_unit_took_its_claim_back_says_so_and_shows_it(town: Town) -> None:
    receipt = await town.tell(FINANCE, "10办结，奉财发〔2022〕10号", "已记1项")
    letter = await town.answer(HEAD, "〔2022〕10号")
    await town.press(FINANCE, receipt, "撤回")
    told = await town.push(HEAD, letter, "确认办结")
    assert (told["text"], told["show_alert"]) == ("10：单位已于8月24日10:00撤回", True)
    assert labels(await town.now(HEAD, letter, "单位已撤回")) == []
    assert (await _task(town, "10"))["status"] is None


async def test_more_time_is_granted_until_another_day_with_approver_day_and_paper_and_the_original_kept(
    town: Town,
) -> None:
    await town.tell(FINANCE, "8申请延期到10月底，等上级拨款", "已报办公室")
    letter = await town.answer(HEAD, "【延期申请】县财政局")
    assert await town.press(HEAD, letter, "同意到其他日期") == "请写日期"
    for words, told in (
        ("2021-01-01", "“2021-01-01”已经过去，请写今后的日期"),
        ("8月1日", "“8月1日”已经过去；如指明年，请写 2023-08-01"),
        ("13月5日", "没有“13月5日”这一天"),
        ("2月30日", "没有“2月30日”这一天"),
        ("再议", "没看懂日期：再议"),
        ("9月1日", "2022年9月1日不晚于现在的完成时限（2022年9月30日）"),
    ):
        assert (await town.say(HEAD, words, told)).startswith(told)
    await town.say(HEAD, "2022-10-15", "8延期的批准文号？")
    assert await town.say(HEAD, "李副县长，8月20日，奉府办〔2022〕12号", "已记录") == "已记录"
    shown = text_of(await town.now(HEAD, letter, "奉府办〔2022〕12号"))
    assert shown.splitlines()[-4:] == [
        "同意延到2022年10月15日：王敏记录，8月24日10:00",
        "批准：李副县长，2022年8月20日",
        "批准文号：奉府办〔2022〕12号",
        "仍按原时限考核",
    ]
    told = text_of(await town.answer(FINANCE, "同意延期到2022年10月15日"))
    assert told.endswith("原完成时限（2022年9月）仍保留在台账。")
    card = await town.say(FINANCE, "/mytasks 8", "完成时限")
    assert "完成时限：2022年9月\n已同意延期至2022年10月15日" in card

    # A second request is marked, with what was granted before; it is declined with a reason.
    await town.tell(FINANCE, "8申请延期到12月底，供应商未到位", "已报办公室")
    letter = await town.answer(CLERK, "供应商未到位")
    assert "本任务第2次申请\n已同意延期至2022年10月15日" in text_of(letter)
    assert await town.press(CLERK, letter, "不同意") == "请写理由"
    await town.say(CLERK, "已延过一次", "已记录不同意延期")
    assert "理由：已延过一次" in text_of(await town.answer(FINANCE, "延期未获同意"))
    story = await town.say(HEAD, "/history 8", "列入台账")
    assert "同意延期到2022年10月15日，批准人：李副县长，文号：奉府办〔2022〕12号" in story
    assert "未同意延期：已延过一次" in story


async def test_a_request_after_the_deadline_is_marked_late_and_an_old_button_tells_who_decided(town: Town) -> None:
    await town.tell(MARKET, "3申请延期到10月底，系统未通", "已报办公室")
    one, other = await town.answer(HEAD, "系统未通"), await town.answer(CLERK, "系统未通")
    assert "超过完成时限后提出" in text_of(one)
    assert await town.press(HEAD, one, "同意") == "已同意延期：3"
    told = await town.push(CLERK, other, "同意")
    assert (told["text"], told["show_alert"]) == ("3：王敏已于8月24日10:00同意延期", True)
    assert labels(await town.now(CLERK, other, "同意延到2022年10月31日：王敏记录")) == []
    question = await town.answer(HEAD, "3延期的批准文号？")
    assert await town.press(HEAD, question, "无") == "已记录"


async def test_a_change_of_lead_asked_for_by_the_unit_is_recorded_with_its_decision(town: Town) -> None:
    assert "答复会发到这里" in await town.say(REFORM, "申请把6的牵头单位改为县财政局，职能已划转", "已转")
    letter = await town.answer(HEAD, "【申请调整牵头单位】")
    assert "任务：6 开展政务诚信评价" in text_of(letter)
    assert await town.press(HEAD, letter, "改牵头单位…") == "请写单位"
    assert await town.say(HEAD, "人民，李副县长", "人民") == "没有叫“人民”的单位。是不是：县人民法院、县人民检察院"
    await town.say(HEAD, "县财政局，李副县长，8月20日，奉府办〔2022〕30号", "已记录")
    await town.answer(REFORM, "同意，6改由县财政局牵头。")
    await town.answer(REFORM, "6 开展政务诚信评价：不再由贵单位承担。")
    await town.answer(FINANCE, "6 开展政务诚信评价：现由贵单位牵头。")
    story = await town.say(HEAD, "/history 6", "列入台账")
    assert "王敏调整牵头单位：县发展改革委 → 县财政局" in story
    assert "王敏记录审批（批准：李副县长，2022年8月20日，奉府办〔2022〕30号）" in story
    assert not [row for row in (await town.export())["reports"] if row["task"] == "6"]  # it was no report


async def test_a_task_is_cancelled_as_asked_and_kept_in_the_ledger(town: Town) -> None:
    await town.say(FINANCE, "9申请取消，上级文件已废止", "已转")
    letter = await town.answer(CLERK, "【申请取消任务】")
    assert await town.press(CLERK, letter, "取消任务…") == "请写批准人"
    await town.say(CLERK, "李副县长，8月22日，奉府办〔2022〕31号", "已记录")
    assert "按单位申请" in text_of(await town.answer(FINANCE, "9 推进政府采购电子化：已取消"))
    assert (await _task(town, "9"))["status"] == "cancelled"
    assert labels(await town.answer(HEAD, "【申请取消任务】")) == ["再回复"]
    assert await town.say(HEAD, "/change 9 时限 2023-01", "9") == "9已取消；如要恢复，请发 /reopen 9 理由"
    assert "没有待办事项" in await town.say(CLERK, "/inbox", "待办")
