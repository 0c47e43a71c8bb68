"""Every way of naming tasks, with every way of saying how they stand, with every way of ending a message: what
comes out is worked out from the parts, never from the reader."""

import itertools

import pytest

from bot.replies.wordlist import words
from tests.replies.office import say

ONE = (
    "14",
    "#14",
    "任务14",
    "第14项",
    "（14）",
    "１４",
    "No.14",
    "第十四项",
    "任务十四",
    "14号任务",
    "14项",
    "我局14项",
    "序号14",
    "14这项",
)
SEVERAL = (
    "14、15",
    "14，15",
    "14和15",
    "14 15",
    "第14、15项",
    "任务14、任务15",
    "14-15",
    "14至15项",
    "14/15",
    "14.15",
    "14及15",
    "14跟15",
    "14、15两项",
    "我局14、15项",
    "14,15这两项",
)
SAID = {
    "done": words(
        "已完成 完成了 办结 已办结 已全部完成 弄完了 搞定了 "
        "做完了 已经搞好了 全部办结 已完工 已办妥 已销号 已圆满完成 "
        "已按期完成 办完了 已经弄好了 已落实完毕 已提前完成 早就完成了 已如期办结 done completed finished"
    ),
    "in_progress": words(
        "正常推进 推进中 正在办 按序时进度 按计划推进 有序推进 还在弄 "
        "正在推进 稳步推进 基本完成 即将完成 尚未完成 还没完成 "
        "没完成 未办结 接近尾声 快完了 还没弄完 差不多了 "
        "已启动 进展顺利 一切正常 常态化推进 还不能算完成 没有全部完成 "
        "正在收尾 还差一点 ongoing"
    ),
    "not_started": words(
        "未启动 还没启动 没启动 尚未启动 没开始 还没开始 未开展 "
        "尚未开展 还没动 没动 还没动手 未开工 没着手 还没起步 待启动"
    ),
    "blocked": words(
        "推不动 暂停 卡住了 搁置了 停滞 无法推进 受阻 推进不下去 没法推进 停摆 blocked 已暂停 暂缓 被卡住了"
    ),
    "no_change": words(
        "无变化 没变化 同上月 无新增 没进展 与上月一致 "
        "跟上月一样 老样子 没有变化 暂无进展 没什么变化 和上个月一样 没啥进展"
    ),
}
GLUE = ("", " ", "：", "，", "都")
TAILS = ("", "。", "，谢谢", "！", "，请查收", "哈", " 收到请回复")


def cases() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return messages with the status and the codes that they must give; each status phrase meets many forms."""
    out = []
    forms = [(form, ("14",)) for form in ONE] + [(form, ("14", "15")) for form in SEVERAL]
    for status, phrases in SAID.items():
        for place, phrase in enumerate(phrases):
            for step, (form, codes) in enumerate(forms):
                glue = GLUE[(place + step) % len(GLUE)]
                if glue == "都" and (len(codes) < 2 or phrase[0] in "已全一有" or phrase.isascii()):
                    glue = ""
                if phrase.isascii() and not glue:
                    glue = " "
                if form.endswith("14项") and "全部" in phrase:
                    continue  # 14项全部办结 may count the tasks
                out.append((f"{form}{glue}{phrase}{TAILS[(place + 3 * step) % len(TAILS)]}", status, codes))
    return out


CASES = cases()


@pytest.mark.parametrize("status", SAID)
def test_every_form_of_number_meets_every_way_of_saying_how_it_stands(status):
    wrong = []
    mine = [case for case in CASES if case[1] == status]
    assert len(mine) > 300
    for text, want, codes in mine:
        got = {item.task: item.status.value for item in say(text).items if item.status}
        if got != dict.fromkeys(codes, want):
            wrong.append(f"{text}: {got}")
    assert not wrong, "\n".join(wrong[:40])


SHARES = {
    "80%": 80,
    "八成": 80,
    "六成五": 65,
    "百分之九十": 90,
    "过半": 50,
    "一半": 50,
    "三分之二": 67,
    "７５％": 75,
    "8成": 80,
}
WITH_SHARE = (
    "完成{}",
    "已完成{}",
    "进度{}",
    "推进到{}",
    "约{}",
    "大概{}",
    "目前{}",
    "完成了{}",
    "总体进度{}",
    "已推进{}左右",
    "才{}",
    "整体完成{}",
)


@pytest.mark.parametrize(("share", "percent"), SHARES.items())
def test_every_share_behind_every_word_of_progress(share, percent):
    for form, said in itertools.product(("14", "第14项", "14：", "任务14，"), WITH_SHARE):
        text = f"{form}{said.format(share)}"
        if text[2].isascii() and text[2:3].isdigit():
            continue
        items = say(text).items
        assert [(i.task, i.percent, i.measures) for i in items] == [("14", percent, ())], text


DATES = {
    "9月底": "2022-09-30",
    "9月中旬": "2022-09-20",
    "9月15日": "2022-09-15",
    "下周五": "2022-09-02",
    "国庆前": "2022-09-30",
    "年底": "2022-12-31",
    "下个月": "2022-09-30",
    "三季度末": "2022-09-30",
    "明年3月": "2023-03-31",
    "10月": "2022-10-31",
    "十月底": "2022-10-31",
    "月底": "2022-08-31",
    "2022年11月": "2022-11-30",
    "9.20": "2022-09-20",
}
PROMISES = (
    "预计{}完成",
    "{}前完成",
    "{}前办结",
    "力争{}完成",
    "计划{}前完成",
    "{}前能弄完",
    "预计{}前办结",
    "争取{}前搞定",
    "确保{}前完成",
)


@pytest.mark.parametrize(("said", "day"), DATES.items())
def test_every_date_in_every_promise(said, day):
    for form, promise in itertools.product(("14，", "第14项", "任务14："), PROMISES):
        text = form + promise.format(said.removesuffix("前") if "前" in promise else said)
        items = say(text).items
        assert [(i.task, i.status, str(i.expected), i.percent) for i in items] == [("14", "in_progress", day, None)], (
            text
        )


NOT_REPORTS = {
    "chat": words("收到 好的 谢谢 辛苦了 嗯嗯 OK 明白 知道了 收到谢谢 好的收到 👌 了解 要得 晓得了 1 您好 感谢提醒"),
    "pending": words(
        "马上报 稍后报 等领导签字 材料已发邮箱 明天报 下午报给你们 "
        "科室在整理 正在汇总 领导审核中 已安排科室 等局长签 在走流程"
    ),
    "question": words(
        "怎么报？ 哪天截止？ 这个怎么填？ 报给谁？ 能不能补报？ 需要附材料吗 什么时候要？ 格式有要求吗 几号前报？"
    ),
    "undo": words("撤回 撤回上一条 撤销刚才那条 上一条作废 刚才发错了"),
    "dispute": words("这不是我们的任务 不归我们管 这项不是我局牵头 与我局无关 不属于我局职责"),
}


@pytest.mark.parametrize("kind", NOT_REPORTS)
def test_what_reports_nothing_stores_nothing_whatever_politeness_surrounds_it(kind):
    for phrase, before, behind in itertools.product(
        NOT_REPORTS[kind], ("", "您好，", "领导好，"), ("", "，谢谢", "。", "哈")
    ):
        if behind == "哈" and not phrase[-1].isalnum():
            continue
        reading = say(before + phrase + behind)
        assert (reading.kind, reading.items) == (kind, ()), before + phrase + behind
