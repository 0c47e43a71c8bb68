"""Over HTTP: observations, obstacles passed on, instructions, the queue, reports without substance, good practice."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import docx
import pytest
import pytest_asyncio
from PIL import Image

from bot.sandbox.client import text_of
from tests.e2e.town import CLERK, FINANCE, HEAD, LAY, MARKET, REFORM, SUN, Town, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder: Path = tmp_path_factory.mktemp("followed")
    town = Town(folder, "2022-08-24T10:00:00+08:00")
    await town.open()
    await town.gather()
    yield town
    await town.close()


def _photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "gray").save(out, "JPEG")
    return out.getvalue()


async def test_a_lay_supervisor_s_photo_is_answered_asked_about_again_and_settled_by_supervision(town: Town) -> None:
    picture = _photo()
    sent = await town.client.send_file(LAY, "a.jpg", picture, kind="photo", caption="/observe 4 材料清单与公示不符")
    filed = await town.answer(LAY, "已记为", after=sent["message_id"])
    assert text_of(filed) == "已记为督查意见1号，请县市场监管局于8月31日（周三）前答复。"
    letter = await town.answer(MARKET, "【督查意见1号】县市场监管局")
    assert "监督员8月24日就“4 压减开办企业时间”提出：" in text_of(letter)
    assert "吴平" not in text_of(letter)  # who has observed is not told to the unit
    assert await town.press(MARKET, letter, "看照片") == "正在发送"
    shown = await town.client.wait_for(MARKET, lambda one: "file" in one)
    assert await town.client.file(shown) == picture

    assert await town.press(MARKET, letter, "答复") == "请写回复"
    await town.say(MARKET, "已更新公示清单，并向当事人致歉", "答复已记录")
    answered = await town.answer(SUN, "已更新公示清单")
    assert labels(answered) == ["销号", "请再答复", "看照片"]
    assert await town.press(SUN, answered, "请再答复") == "请写理由"
    await town.say(SUN, "未说明谁负责", "已请该单位再次答复")
    await town.answer(MARKET, "请再答复：未说明谁负责")
    await town.say(MARKET, "/answer 1 由登记科李华负责", "答复已记录")
    await town.answer(LAY, "由登记科李华负责")
    assert "已答复，待销号" in await town.say(LAY, "/items", "在办事项")
    assert "督查意见1号" in await town.say(HEAD, "/inbox", "待办")

    again = await town.answer(SUN, "由登记科李华负责")
    late = await town.answer(HEAD, "由登记科李华负责")
    assert await town.press(SUN, again, "销号") == "已销号：督查意见1号"
    await town.answer(MARKET, "督查意见1号已销号。")
    await town.answer(LAY, "督查意见1号已销号。")
    told = await town.push(HEAD, late, "销号")
    assert (told["text"], told["show_alert"]) == ("督查意见1号：孙立已于8月24日10:00销号", True)
    assert labels(await town.now(HEAD, late, "已销号：孙立")) == []
    assert await town.say(MARKET, "/answer 1 再说", "督查") == "督查意见1号：孙立已于8月24日10:00销号"
    assert "督查意见1号 4 县市场监管局，已销号" in await town.say(HEAD, "/mytasks 4", "完成时限")
    assert [row for row in (await town.export())["reports"] if row["task"] == "4"] == []


async def test_an_obstacle_is_passed_on_with_a_day_answered_by_the_other_unit_and_settled(town: Town) -> None:
    await town.tell(REFORM, "6卡在数据不共享，需县财政局配合", "已记1项")
    queue = await town.tell(HEAD, "/inbox", "困难待协调 6")
    number = next(line for line in text_of(queue).splitlines() if "困难待协调 6" in line).partition(".")[0]
    await town.press(HEAD, queue, number)
    card = await town.answer(HEAD, "【反映困难】县发展改革委")
    assert await town.press(HEAD, card, "转有关单位") == "请写单位和日期"
    for words, told in (
        ("县政局 9月10日", "没有叫“县政局”的单位。是不是：县财政局、县税务局"),
        ("县财政局 8月1日", "“8月1日”已经过去；如指明年，请写 2023-08-01"),
        ("县财政局 2022-13-01", "没有“2022-13-01”这一天"),
        ("县财政局", "请写明单位、日期和要求"),
    ):
        assert (await town.say(HEAD, words, told[:6])).startswith(told)
    await town.say(HEAD, "县财政局 9月9日 开放数据接口", "请县财政局于9月9日（周五）前答复")
    letter = await town.answer(FINANCE, "【协调事项")
    assert "县发展改革委在推进“6 开展政务诚信评价”时遇到困难" in text_of(letter)
    assert "已转县财政局" in text_of(await town.answer(REFORM, "您单位反映的困难"))
    twice = await town.say(HEAD, "/coordinate 6 县财政局 9月10日 开放接口", "县财政局")
    number = text_of(letter).partition("协调事项")[2].partition("号")[0]
    assert twice == f"县财政局已在办理（协调事项{number}号），不用重复转办"
    assert (await town.say(HEAD, "/coordinate 6 人民 9月10日 开放", "人民")).endswith("县人民法院、县人民检察院")

    await town.tell(FINANCE, "接口已开放", "答复已记录", reply_to=letter["message_id"])
    answered = await town.answer(HEAD, "接口已开放")
    assert await town.press(HEAD, answered, "销号") == f"已销号：协调事项{number}号"
    await town.answer(REFORM, f"协调事项{number}号已销号。")
    assert f"协调事项{number}号，交县财政局：开放数据接口" in await town.say(HEAD, "/history 6", "列入台账")


async def test_a_leader_s_instruction_is_followed_like_an_observation_and_only_the_office_settles_it(
    town: Town,
) -> None:
    assert (await town.say(HEAD, "/instruct", "请写明")).startswith("请写明")
    told = await town.say(HEAD, "/instruct 8 县财政局、县税务局 9月5日 张县长：每周一报", "批示事项")
    assert told.splitlines()[0].endswith("请县财政局于9月5日（周一）前答复。")
    assert told.splitlines()[2] == "该单位目前联系不上，请电话告知。"
    letter = await town.answer(FINANCE, "【批示事项")
    assert "张县长就“8 清理拖欠中小企业账款”批示：\n“每周一报”" in text_of(letter)
    number = text_of(letter).partition("批示事项")[2].partition("号")[0]
    assert await town.say(SUN, f"/settle {number} 好", "办公室") == "这一项由办公室销号"
    assert await town.say(HEAD, f"/settle {number} 已批阅", "已销号") == f"已销号：批示事项{number}号"
    assert "结果：已批阅" in text_of(await town.answer(FINANCE, f"批示事项{number}号已销号"))


async def test_reports_without_substance_are_ticked_and_one_merged_question_goes_to_each_unit(town: Town) -> None:
    await town.tell(MARKET, "1正在积极推进，5持续推进", "已记2项")
    await town.tell(FINANCE, "9正在推进", "已记1项")
    shown = await town.tell(CLERK, "/substance", "进展内容空泛")
    lines = text_of(shown).splitlines()
    place = next(line for line in lines if " 5 “5持续推进”" in line).split()[1].rstrip(".")
    await town.press(CLERK, shown, place)
    await town.now(CLERK, shown, f"○ {place}. 5")
    count = sum(line.startswith("√") for line in lines) - 1
    ask = next(label for label in labels(await town.now(CLERK, shown, "○")) if label.startswith("询问"))
    assert f"（{count}条）" in ask
    said = await town.press(CLERK, await town.now(CLERK, shown, "○"), "询问")
    assert said.startswith("已发")
    question = text_of(await town.answer(MARKET, "请各补一句具体情况"))
    assert "1 实施一照多址改革：“1正在积极推进”" in question
    assert "5 完善企业退出机制" not in question
    await town.answer(FINANCE, "9 推进政府采购电子化：“9正在推进”")
    old = await town.push(CLERK, shown, "询问")
    assert old["text"]  # the list is done with: a second press says so and asks nobody
    asked = [text for text in await town.quiet(MARKET) if "请各补一句具体情况" in text]
    assert len(asked) == 1


async def test_everything_that_waits_is_in_one_queue_the_oldest_first_and_leaves_it_when_done(town: Town) -> None:
    await town.tell(FINANCE, "10请问规范涉企收费按哪个口径报？", "已转")
    await town.tell(MARKET, "3申请延期到10月底，系统未通", "已报办公室")
    await town.tell(REFORM, "7办结，奉发改〔2022〕3号", "已记1项")
    await town.tell(MARKET, "【机密】这是一份文件", "删除")
    await town.client.send_file(MARKET, "坏.xlsx", b"PK\x03\x04 nothing", caption="")
    await town.answer(MARKET, "坏.xlsx没有读成")
    listed = await town.tell(HEAD, "/inbox", "待办")
    lines = [line.split(" ", 2)[2] for line in text_of(listed).splitlines() if line[:1].isdigit()]
    words = ("询问 县财政局、陈静", "申请延期 3", "办结待审 7", "疑似敏感内容，未保存，李芳")
    places = [next(i for i, line in enumerate(lines) if line.startswith(word)) for word in words]
    assert places == sorted(places)
    assert "机密" not in text_of(listed).replace("敏感", "")
    for word in words[:1]:
        number = str(1 + next(i for i, line in enumerate(lines) if line.startswith(word)))
        await town.press(HEAD, listed, number)
    question = await town.answer(HEAD, "【单位来问】")
    assert await town.press(HEAD, question, "不用答复")
    await town.now(HEAD, question, "不用答复")
    await town.press(HEAD, listed, "刷新")
    after = text_of(await town.now(HEAD, listed, f"待办{len(lines) - 1}件"))
    assert "询问 县财政局、陈静" not in after


async def test_good_practice_is_marked_by_unit_and_office_collected_and_exported_as_a_document(town: Town) -> None:
    await town.tell(MARKET, "2全年推行电子证照86件，完成40%", "已记1项")
    assert "已列为典型经验：2 持续深化证照分离改革" in await town.say(MARKET, "/practice 2", "典型经验")
    assert "不是本单位" in await town.say(MARKET, "/practice 8", "本单位")
    assert await town.say(HEAD, "/practice 99", "99") == "没有99号任务"
    assert (await town.say(HEAD, "/practice", "典型经验")).startswith("典型经验1条")
    sent = await town.client.send(SUN, "/practice 导出")
    message = await town.client.wait_for(SUN, lambda one: "file" in one, after=sent["message_id"])
    text = "\n".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(await town.client.file(message))).paragraphs
    )
    assert "县市场监管局" in text
    assert "推行电子证照86件" in text
    assert "已撤下：2" in await town.say(HEAD, "/practice 2 取消", "已撤下")
    assert (await town.say(HEAD, "/practice", "典型经验")).startswith("还没有典型经验")
