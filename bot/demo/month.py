"""A month of the demonstration played by itself: what everybody says, what the bot answers, whether it was right."""

from __future__ import annotations

from collections.abc import Callable

from bot.demo.cast import COUNTY, INVITED, LAND, MARKET, OFFICE, REFORM, SUPERVISION, TRADE
from bot.demo.demo import demo
from bot.demo.stage import Stage, buttons_of, plain
from bot.sandbox.client import text_of
from bot.services import export

STRANGER = 9999


async def play(out: Callable[[str], None]) -> bool:
    """Play August 2022, line by line to `out`, in Chinese; tell whether all went as it should."""
    async with demo() as running:
        stage = Stage(running, out)
        for scene in SCENES:
            await scene(stage)
        check_the_books(stage)
        end = "；".join(["有误", *stage.wrong]) if stage.wrong else "一切正常"
        out(f"\n{end}（{stage.checks}项核对）")
        return not stage.wrong


async def joining(stage: Stage) -> None:
    """Everybody presses Start."""
    stage.title("导入方案，邀请联络员")
    stage.say_aside("duban import demo_plan.tsv：101项任务，33家牵头单位")
    await stage.demo.client.start(OFFICE.telegram_id)
    await stage.answers(OFFICE, quietly=True)
    for player in INVITED:
        code = stage.demo.invite(player)
        await stage.demo.client.start(player.telegram_id, code)
        said = await stage.answers(player, quietly=player is not MARKET)
        stage.check(any(player.label in each or player.name in each for each in said), f"{player.name}应受欢迎")
    await stage.answers(OFFICE, quietly=True)
    stranger = stage.demo.sandbox.add_user(STRANGER, "路人")
    await stage.demo.client.start(stranger.id, "not-a-code")
    await stage.demo.settle()


async def first_nudge(stage: Stage) -> None:
    """The first nudge of the round; a reply in one sentence, the rest by one press."""
    await stage.clock(8, 24, 9, 30)
    stage.title("月末前5个工作日，首次提示")
    said = await stage.answers(MARKET)
    stage.check(any("【8月进展】县市场监管局" in each for each in said), "应有8月提示")
    await stage.answers(OFFICE, quietly=True)
    nudge = await stage.newest(MARKET, lambda words: "【8月进展】" in words)
    said = await stage.say(
        MARKET,
        "16办结，渝市监〔2022〕31号；3、12、13 8月底前完成，4已办结，1已办理17户，10、58正常推进，其余正常",
        reply_to=nudge["message_id"],
    )
    stage.check(any("已记" in each for each in said), "应有回执")
    stage.check(any("其余正常" in each for each in said), "其余正常应请确认")
    said = await stage.press(MARKET, "确认")
    stage.check(any("已记" in each for each in said), "确认后应有回执")


async def review(stage: Stage) -> None:
    """The office confirms one completion and returns another."""
    stage.title("营商办审办结")
    said = await stage.answers(OFFICE)
    stage.check(sum("待审" in each or "办结" in each for each in said) >= 2, "两项办结应到营商办")
    letters = [one for one in await stage.demo.client.messages(OFFICE.telegram_id) if one["from_bot"]]
    for code, label in (("16 ", "确认办结"), ("4 ", "退回")):
        letter = next(one for one in reversed(letters) if f"\n{code}" in plain(text_of(one)) and buttons_of(one))
        stage.show(OFFICE.name, f"〔{label}〕（{code.strip()}）")
        await stage.demo.client.press(OFFICE.telegram_id, letter["message_id"], label)
        await stage.answers(OFFICE, quietly=code == "16 ")
    await stage.say(OFFICE, "缺文号和跨县互认清单，请补")
    said = await stage.answers(MARKET)
    stage.check(any("退回" in each and "缺文号" in each for each in said), "退回应说明理由")
    stage.check(any("办结" in each and "16" in each for each in said), "确认应告知单位")


async def unclear(stage: Stage) -> None:
    """A reply that names no task is asked about; more time is asked for and granted."""
    await stage.clock(8, 24, 10, 30)
    stage.title("说不清是哪一项时先问；申请延期")
    await stage.answers(LAND, quietly=True)
    said = await stage.say(LAND, "推进中，60%")
    stage.check(any("哪" in each for each in said), "应问是哪一项")
    said = await stage.press(LAND, "49")
    stage.check(any("49" in each and "60%" in each for each in said), "点选后应记49")
    said = await stage.say(LAND, "42 申请延期至11月底，测绘单位招标流标")
    stage.check(any("申请延到" in each for each in said), "应回延期申请")
    said = await stage.answers(OFFICE)
    stage.check(any("延期申请" in each and "11月" in each for each in said), "延期申请应到营商办")
    await stage.press(OFFICE, "同意")
    said = await stage.answers(LAND)
    stage.check(any("11月30日" in each for each in said), "同意延期应告知单位")


async def corrections(stage: Stage) -> None:
    """By words of the title, a correction, an undo, a changed message."""
    await stage.clock(8, 25, 15, 0)
    stage.title("更正、撤回、改消息")
    await stage.answers(REFORM, quietly=True)
    await stage.say(REFORM, "信用奉节建设完成六成，39已完成80%")
    said = await stage.say(REFORM, "更正：61应是65%")
    stage.check(any("65%" in each for each in said), "应有更正回执")
    await stage.say(REFORM, "39已办结")
    said = await stage.say(REFORM, "撤回")
    stage.check(any("已撤回" in each for each in said), "应有撤回回执")
    sent = await stage.demo.client.send(REFORM.telegram_id, "5 正在清理，已清理文件12份")
    await stage.answers(REFORM)
    stage.show(REFORM.name, "（改消息）5 正在清理，已清理文件21份")
    await stage.demo.client.edit(REFORM.telegram_id, sent["message_id"], "5 正在清理，已清理文件21份")
    said = await stage.answers(REFORM)
    stage.check(any("21份" in each for each in said), "改消息后回执应改")


async def pasted(stage: Stage) -> None:
    """A pasted report of several tasks, and small talk that stores nothing."""
    stage.title("粘贴现成材料")
    await stage.answers(COUNTY, quietly=True)
    said = await stage.say(COUNTY, "收到")
    stage.check(not any("已记" in each for each in said), "收到不应记进展")
    said = await stage.say(
        COUNTY,
        "34 政务品牌打造完成七成，下一步9月组织评选\n37 综合窗口改革已完成，8月5日启用\n53-55 均无变化\n其余正常推进",
    )
    stage.check(any("已记5项" in each for each in said), "应记5项")
    await stage.press(COUNTY, "确认")
    said = await stage.say(COUNTY, "【机密】关于某项工作的情况")
    stage.check(any("删除" in each for each in said), "应请删除涉密内容")
    said = await stage.answers(OFFICE)
    stage.check(any("疑似" in each or "密级" in each for each in said), "涉密内容应告知营商办")


async def month_end(stage: Stage) -> None:
    """The later nudges go only to who has not answered; a missed round, a late report."""
    await stage.clock(8, 29, 9, 30)
    stage.title("第二次提示：已报的不再打扰")
    said = await stage.answers(TRADE)
    stage.check(any("未报" in each for each in said), "商务委应再次收到提示")
    said = await stage.answers(COUNTY, quietly=True)
    stage.check(not any("【8月进展】" in each for each in said), "政府办公室已报，不应再收提示")
    await stage.clock(9, 1, 9, 30)
    stage.title("次月首个工作日：未报提示；迟报")
    said = await stage.answers(TRADE, quietly=True)
    stage.check(any("未收到进展" in each for each in said), "应有未报提示")
    said = await stage.say(TRADE, "75、76 正在对接，81已完成60%，其他正常")
    stage.check(any("迟报" in each for each in said), "应注明迟报")
    await stage.press(TRADE, "确认")
    await stage.answers(MARKET, quietly=True)


async def summary(stage: Stage) -> None:
    """What the office head asks."""
    stage.title("/summary")
    await stage.answers(OFFICE, quietly=True)
    said = await stage.say(OFFICE, "/summary 2022-08")
    stage.check(any("8月调度" in each and "台账101条" in each for each in said), "应有8月汇总")
    said = await stage.say(REFORM, "/summary 8月")
    stage.check(bool(said) and not any("县商务委" in each for each in said), "联络员只看本单位")
    await stage.answers(SUPERVISION, quietly=True)
    said = await stage.say(SUPERVISION, "/summary 2022-08 逾期")
    stage.check(bool(said), "督查应能看汇总")


SCENES = (joining, first_nudge, review, unclear, corrections, pasted, month_end, summary)


def check_the_books(stage: Stage) -> None:
    """Compare what is stored at the end with what was said."""
    with stage.demo.app.reading() as ctx:
        reports, tasks = list(export.reports(ctx)), list(export.tasks(ctx))
    rows = [row for row in reports if not row["superseded"] and not row["withdrawn"]]
    told = {(row["unit"], row["task"]): row for row in rows if row["month"] == "2022-08"}
    stage.check(told.get((MARKET.unit, "3"), {}).get("expected") == "2022-08-31", "市场监管局3项的预计日期")
    stage.check(told.get((LAND.unit, "49"), {}).get("percent") == 60, "规划自然资源局49项的进度")
    stage.check(told.get((REFORM.unit, "61"), {}).get("percent") == 65, "发展改革委61项更正后的进度")
    stage.check(told.get((REFORM.unit, "39"), {}).get("percent") == 80, "39项撤回办结后应恢复为80%")
    stage.check(bool(told.get((TRADE.unit, "75"), {}).get("late")), "商务委75项应记迟报")
    stage.check(not any("机密" in row["text"] for row in reports), "涉密文字不应保存")
    states = {task["code"]: task for task in tasks}
    stage.check(states["16"]["status"] == "done", "16应已办结")
    stage.check(states["4"]["status"] != "done", "4被退回，不应办结")
