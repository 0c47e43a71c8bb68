"""Over HTTP: milestones, lights, people, tasks and their story, targets, feedback; and the groups of the office."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.sandbox.client import text_of
from tests.e2e.town import CLERK, DEPUTY, FINANCE, HEAD, LAY, MARKET, PASSER, REFORM, SUN, Town, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")
GROUP = -4001


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder: Path = tmp_path_factory.mktemp("books")
    town = Town(folder, "2022-08-24T10:00:00+08:00")
    town.sandbox.add_group(GROUP, "营商环境工作群", [HEAD, CLERK, MARKET])
    await town.open()
    await town.gather()
    yield town
    await town.close()


async def test_milestones_are_added_moved_and_reached_by_unit_and_office_and_by_nobody_else(town: Town) -> None:
    await town.say(MARKET, "/milestone 4 9月底 印发方案", "1. 2022年9月30日 印发方案")
    await town.say(HEAD, "/milestone 4 10月底 上线系统", "2. 2022年10月31日 上线系统")
    await town.say(HEAD, "/milestone 4 改 1 10月15日", "1. 2022年10月15日 印发方案")
    await town.say(MARKET, "/milestone 4 完成 1", "2022年8月24日已完成")
    for who, words, told in (
        (REFORM, "/milestone 4 9月底 x", "4不是本单位牵头或配合的任务"),
        (SUN, "/milestone 4 9月底 x", "任务4的节点由牵头单位和办公室设定"),
        (HEAD, "/milestone 4 8月1日 x", "2022年8月1日已经过去"),
        (HEAD, "/milestone 4 改 2 8月1日", "2022年8月1日已经过去"),
        (HEAD, "/milestone 4 2022-02-31 x", "没有读出日期：2022-02-31"),
        (HEAD, "/milestone 4 改 9 10月底", "4有2个节点，没有第9个"),
        (HEAD, "/milestone 99", "没有99号任务"),
    ):
        assert (await town.say(who, words, told)).startswith(told)
    await town.say(HEAD, "/milestone 4 删 2", "印发方案")
    story = await town.say(HEAD, "/history 4", "列入台账")
    told = [line.split(" ", 1)[1] for line in story.splitlines()[2:]]
    assert told == [
        "李芳新增节点“印发方案”（2022年9月30日）",
        "王敏新增节点“上线系统”（2022年10月31日）",
        "王敏调整节点“印发方案”：2022年9月30日 → 2022年10月15日",
        "李芳记录节点“印发方案”已于2022年8月24日完成",
        "王敏删除节点“上线系统”（2022年10月31日）",
    ]


async def test_lights_are_shown_of_a_task_a_unit_and_a_section_and_a_unit_sees_its_own(town: Town) -> None:
    await town.tell(REFORM, "6卡在数据不共享", "已记1项")
    assert "2022年8月 蓝灯（需要协调），未定" in await town.say(HEAD, "/lights 6", "蓝灯")
    unit = await town.say(REFORM, "/lights", "每月一字")
    assert re.search(r"^－*蓝 6 开展政务诚信评价$", unit, re.MULTILINE)
    assert "二、打造最优政务环境：蓝灯1" in await town.say(HEAD, "/lights", "优化营商环境三年行动计划")
    section = await town.say(HEAD, "/lights 一", "每月一字")
    assert "6 开展政务诚信评价" not in section
    assert "红 3 便利企业变更登记" in section
    assert await town.say(MARKET, "/lights 县财政局", "本单位") == "您可以看本单位的亮灯情况：/lights"
    assert await town.say(HEAD, "/lights 99", "99") == "没有99号任务"
    assert await town.say(HEAD, "/lights 人民", "人民") == "没有叫“人民”的单位。是不是：县人民法院、县人民检察院"
    assert "没有启用" in await town.say(HEAD, "/score", "考核")
    assert "score" not in await town.client.commands(HEAD)  # off by default: not in the menu


async def test_people_are_listed_invited_away_ended_and_handed_over(town: Town) -> None:
    await town.say(FINANCE, "/phone 13800000001", "已登记")
    await town.invite(DEPUTY, "县市场监管局 副")
    assert await town.say(MARKET, "/away 9月5日", "9月5日") == ("县市场监管局：到9月5日（周一）为止，提示转发周涛。")
    assert (await town.say(MARKET, "/away 8月1日", "8月1日")).startswith("“8月1日”已经过去")
    listed = await town.say(HEAD, "/people", "【人员】")
    assert "县市场监管局：李芳（外出至9月5日）；周涛（副）" in listed
    assert "县财政局：陈静（13800000001）" in listed
    assert "管理员：王敏（配置文件设定）" in listed
    assert "尚无联络员：县税务局、县行政服务中心、县人民法院、县人民检察院。" in listed
    assert "不能解除" in await town.say(CLERK, "/people 王敏", "管理员")
    assert await town.say(CLERK, "/invite 营商办", "管理员") == "邀请办公室人员须由管理员操作"
    assert (await town.say(HEAD, "/invite 教育局", "教育局")).startswith("没有叫“教育局”的单位")
    letter = await town.tell(HEAD, "/invite 县税务局", "start=")
    link = text_of(letter).partition("start=")[2].split()[0]
    assert await town.press(HEAD, letter, "收回此邀请") == "已撤回"
    await town.now(HEAD, letter, "此邀请已收回，链接失效。")
    await town.client.start(PASSER, link)
    assert "过期" in text_of(await town.answer(PASSER, "链接"))

    card = await town.tell(CLERK, "/people 刘洋", "刘洋")
    told = await town.pressed(CLERK, card, "解除刘洋")
    assert (told["text"], told["show_alert"]) == ("只有管理员可以解除营商办工作人员", True)

    card = await town.tell(HEAD, "/people 李芳", "李芳")
    await town.press(HEAD, card, "移交李芳")
    await town.press(HEAD, await town.now(HEAD, card, "移交给谁"), "周涛")
    await town.now(HEAD, card, "县市场监管局：已由李芳移交周涛。")
    await town.answer(MARKET, "县市场监管局的联络工作已移交周涛，感谢支持。")
    await town.answer(DEPUTY, "县市场监管局的联络工作由李芳移交给您")
    assert "凭邀请链接加入" in await town.say(MARKET, "/mytasks", "您好")
    await town.invite(MARKET, "县市场监管局")

    card = await town.tell(HEAD, "/people 周涛", "周涛")
    await town.press(HEAD, card, "解除周涛")
    await town.press(HEAD, await town.now(HEAD, card, "确认解除周涛"), "确认解除")
    await town.answer(DEPUTY, "感谢支持")
    told = await town.push(HEAD, card, "解除周涛")
    assert told["text"] == "情况已有变化，请用 /people 查看现状"

    await town.client.block(REFORM)
    await town.answer(HEAD, "县发展改革委张伟暂时收不到消息")
    assert "张伟（8月24日起联系不上）" in await town.say(HEAD, "/people 县发展改革委", "张伟")
    await town.client.unblock(REFORM)
    assert "凭邀请链接加入" in await town.say(PASSER, "你好", "您好")


async def test_a_group_is_answered_only_when_the_bot_is_addressed(town: Town) -> None:
    before = len([one for one in await town.client.messages(GROUP) if one["from_bot"]])
    await town.client.send(MARKET, "3已完成60%", chat=GROUP)
    await town.client.send(HEAD, "/summary@another_bot", chat=GROUP)
    await town.say(HEAD, "/items", "目前没有在办事项")  # what was said in the group before is handled
    assert len([one for one in await town.client.messages(GROUP) if one["from_bot"]]) == before
    name = (await town.client.state())["bot"]["username"]
    await town.client.send(HEAD, f"@{name} 本月怎么样", chat=GROUP)
    answer = await town.client.wait_for(GROUP, lambda one: one["from_bot"])
    assert text_of(answer) == "已在私聊中答复。"
    await town.answer(HEAD, "请在这里私聊发给我")
    assert [row for row in (await town.export())["reports"] if row["task"] == "3"] == []


async def test_tasks_are_added_changed_split_closed_cancelled_each_in_words_and_in_the_story(town: Town) -> None:
    assert (await town.say(HEAD, "/change 新增 11 建设政务大厅；牵头 县财政局；时限 2022-12-31", "已新增")) == (
        "已新增：11 建设政务大厅，牵头县财政局，2022年12月"
    )
    await town.answer(FINANCE, "11 建设政务大厅：现由贵单位牵头。")
    for words, told in (
        ("新增 11 又一个；牵头 县财政局", "已有任务11"),
        ("11 时限 2022-13-31", "“2022-13-31”不是日期"),
        ("11 时限 2022-02-31", "“2022-02-31”不是日期"),
        ("11 时限 2020-02-01", "“2020-02-01”早于方案开始"),
        ("11 牵头 人民", "没有叫“人民”的单位。是不是：县人民法院、县人民检察院"),
        ("11 取消", "请写明理由"),
        ("99 标题 x", "没有99号任务"),
        ("11 x", "可这样写"),
    ):
        assert (await town.say(HEAD, f"/change {words}", told)).startswith(told)
    await town.say(HEAD, "/change 11 时限 2023年3月；批准 李副县长，8月20日，奉府办〔2022〕12号", "完成时限：")
    assert "5 县市场监管局、5-2 县人民法院" in await town.say(HEAD, "/change 5 拆分", "已按牵头单位拆分")
    await town.say(HEAD, "/change 11 标题 建设县政务大厅", "标题：")
    await town.say(HEAD, "/change 11 取消 与10重复", "已取消")
    await town.answer(FINANCE, "11 建设县政务大厅：已取消。与10重复")
    story = await town.say(HEAD, "/history 11", "列入台账")
    assert [line.split(" ", 1)[1] for line in story.splitlines()[2:]] == [
        "王敏新增任务",
        "王敏调整完成时限：2022年12月 → 2023年3月",
        "王敏记录审批（批准：李副县长，2022年8月20日，奉府办〔2022〕12号）",
        "王敏调整标题：建设政务大厅 → 建设县政务大厅",
        "王敏取消任务：与10重复",
    ]
    assert "王敏从5拆出" in await town.say(HEAD, "/history 5-2", "列入台账")
    code, out, _ = await town.command("change", "10 时限 2023-06-30")
    assert code == 0
    assert "完成时限：长期坚持 → 2023年6月" in out
    tasks = {task["code"]: task for task in (await town.export())["tasks"]}
    assert (tasks["11"]["status"], tasks["10"]["deadline"]) == ("cancelled", "2023-06-30")


async def test_a_question_from_above_is_answered_from_the_ledger_without_asking_a_unit(town: Town) -> None:
    await town.tell(FINANCE, "9电子化采购率达到85%，已覆盖公积金项目", "已记1项")
    asked = len(await town.client.messages(MARKET)) + len(await town.client.messages(FINANCE))
    found = await town.say(HEAD, "/find 公积金", "进展1条")
    assert "县财政局 9（推进中）" in found
    assert "9 推进政府采购电子化" in await town.say(SUN, "/find 采购", "任务")
    assert await town.say(HEAD, "/find 没有的词", "没有的词") == "台账里没有查到：没有的词"
    assert (await town.say(HEAD, "/find", "查什么")).startswith("查什么？如：")
    assert len(await town.client.messages(MARKET)) + len(await town.client.messages(FINANCE)) == asked


async def test_targets_roll_up_planned_and_actual_and_feedback_reaches_the_office_and_is_counted(town: Town) -> None:
    await town.tell(FINANCE, "9电子化采购率92%", "已记1项")
    sent = await town.client.send(HEAD, "/targets 二")
    picture = await town.answer(HEAD, "9 电子化采购率≥90%", after=sent["message_id"])
    assert "9 电子化采购率≥90%：92%（2022年8月）" in text_of(picture)
    assert (await town.client.file(picture)).startswith(b"\x89PNG")
    sent = await town.client.send(HEAD, "/targets")
    picture = await town.answer(HEAD, "指标2项，达标1项，有数据1项", after=sent["message_id"])
    assert text_of(picture).splitlines()[:5] == [
        "优化营商环境三年行动计划：指标2项，达标1项，有数据1项",
        "一、打造最优市场环境：指标1项，达标0项，有数据0项",
        "□□□□□□□□□□ 0%",
        "二、打造最优政务环境：指标1项，达标1项，有数据1项",
        "■■■■■■■■■■ 100%",
    ]
    assert (await town.client.file(picture)).startswith(b"\x89PNG")
    assert "9 电子化采购率≥90%：92%" in await town.say(HEAD, "/targets 第二部分", "9 推进政府采购电子化：指标1项")
    assert await town.say(HEAD, "/targets 99", "99") == "没有99号任务"
    assert (await town.say(LAY, "/targets", "您的身份")).startswith("您的身份不能办理这一项")

    assert "意见已转" in await town.say(FINANCE, "/feedback 每月提示两次就够了", "谢谢")
    letter = await town.answer(CLERK, "【意见建议】")
    assert labels(letter) == ["回复", "不用答复"]
    assert await town.press(CLERK, letter, "回复") == "请写回复"
    await town.say(CLERK, "已改为两次", "已转给陈静")
    await town.answer(FINANCE, "县营商办回复：已改为两次")
    assert "意见已转" in await town.say(LAY, "/feedback 很好", "谢谢")
    assert await town.say(HEAD, "/feedback", "共收到") == "共收到意见2条，本月2条。未答复的在 /inbox 里。"
