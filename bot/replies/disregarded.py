"""Numbers that are neither progress nor a figure worth keeping: changes, goals, what is denied or was, counts of tasks.

change  := CHANGE number | 百分点 | 倍 | 比 … 多 number         提高5个百分点, 比去年少5天
planned := GOAL number | FUTURE number                       目标300件, 预计达到80%
denied  := NEG number | number WRONG | number 改成 number    不是286件, 60%说高了
ignored := the time that something will take, what happens every month, counts of tasks (22项任务, 这两项)
"""

from __future__ import annotations

import re
from itertools import pairwise

from bot.replies.clauses import Clause
from bot.replies.tokens import Kind, Token

_NOW = ("现在", "目前", "现", "当前", "截至目前")
_REACHING = ("到", "至", "达到", "达", "为")
_TOLD_BEFORE = ("上次", "上月报", "上个月报")
_DENYING = ("NEG", "UNDONE", "CANNOT", "NOTBE")
_TURNING = ("REACHTO", "MOVE", "SHOULDBE")
_EACH = re.compile("每(?:[年月周天日次]|半年|季|两|隔|$)")
_TASK_NOUNS = ("任务", "工作任务", "牵头", "重点任务", "举措", "改革任务", "工作", "指标")


def changes(clause: Clause, at: int) -> bool:
    """提高5个百分点, 同比增长12%: the verb of change stands right before the number, without 到."""
    token = clause.tokens[at]
    if token.unit in ("百分点", "个百分点", "倍"):
        return True
    near = (t for t in reversed(clause.tokens[:at]) if not t.has("ADV", "APPROX") or t.text in _REACHING)
    last = next(near, None)
    if last is None or last.text in _REACHING or last.has("REACHTO"):
        return False
    if last.text.endswith(("少", "多", "低", "高", "快", "短", "长", "慢")) and any(
        t.has("COMPARE") or t.text.startswith(("比", "较")) for t in clause.tokens[:at]
    ):
        return True  # 比去年少5天
    if clause.has("COMPARE") and any(t.text in ("多", "少", "高", "低", "增", "降") for t in clause.tokens[:at][-3:]):
        return True  # 比年初多了6.3%
    if last.text.lower() in ("up", "down") and token.unit in ("", "points", "point"):
        return True  # up 10 points from last month
    if last.text.endswith(("前进", "上升", "后退", "提升")) and token.unit in ("位", "名"):
        return True  # 比上次前进4位
    changed = last.has("CHANGE") or (
        last.kind is Kind.TEXT and last.text.endswith(("增长", "下降", "提高", "增加", "减少"))
    )
    if not changed or token.kind is Kind.SHARE or token.span is not None:
        return changed
    return clause.has("COMPARE") or any(t.text.startswith(("较", "比", "同比", "环比")) for t in clause.tokens[:at])


def planned(clause: Clause, at: int) -> bool:
    """Tell whether the number is a goal or a plan, not what has been reached."""
    before = clause.tokens[:at]
    if clause.has("PAST") and any(t.has("PAST") for t in before):
        return False
    if clause.kinds(Kind.DATE):
        if _to_come(before) and not any(t.text in ("了", "啦") for t in clause.tokens):
            return True
        if clause.tokens[at].kind is Kind.SHARE and _by_then(before):
            return True  # 到9月底能完成八成
    if not clause.has("GOAL", "FUTURE"):
        return False
    for place, token in enumerate(before):
        if any(t.has("DONE") for t in before[:place]):
            continue  # 完成目标的90%
        if token.has("GOAL") and token.text not in (
            "计划",
            "应",
            "需要",
            "指标",
            "任务数",
            "全年任务",
            "年度任务",
            "目标任务",
            "年度目标",
        ):
            if any(t.has("DONE") or t.text in _NOW for t in before[place + 1 :]):
                continue  # 全年目标完成了九成, 目标100人现在引进81人
            return True
        if token.text == "计划" and before[0] is not token:
            continue  # 发布计划19条: a noun
        if token.text.startswith(("估计", "估摸", "应该", "可能", "初步")) and clause.tokens[at].kind is Kind.SHARE:
            continue  # 估计八成了
        if token.text in ("争取", "争取到") and clause.tokens[at].kind is not Kind.SHARE:
            continue  # 争取用地指标420亩: won, not planned
        if (
            token.has("FUTURE")
            and not token.has("SHOULDBE")
            and token.text
            not in (
                "能",
                "会",
                "可",
                "可以",
                "能够",
                "得",
                "需",
                "需要",
                "准备",
                "要",
                "最快",
                "最慢",
                "最高",
                "最多",
                "in",
                "within",
                "by",
                "be",
            )
        ):
            return True
    return False


def lists_goals(clauses: list[Clause], at: int, text: str) -> bool:
    """目标300件、8200件: a figure alone, in a list that begins with a goal, is one as well."""
    first = at
    while first and text[clauses[first].start - 1] in "、/" and len(clauses[first].tokens) == 1:
        first -= 1
    goal = clauses[first].tokens
    return first < at and len(goal) > 1 and goal[-2].has("GOAL") and goal[-2].text.startswith(("目标", "年度目标"))


def _to_come(before: list[Token]) -> bool:
    """年底前完成40件: a figure right behind the verb, that is to be reached by a day."""
    led = [t for t in before[-4:] if not t.has("ADV", "ALL")]
    return len(led) > 2 and led[-1].has("DONE") and led[-2].has("BEFORE") and led[-3].kind is Kind.DATE


def _by_then(before: list[Token]) -> bool:
    """9月底能, with nothing between it and the number that says how it is now."""
    for at, (day, able) in enumerate(pairwise(before)):
        if day.kind is Kind.DATE and able.text in ("能", "能够", "可", "可以", "可达", "将"):
            return not any(t.text in (*_NOW, "了") for t in before[at + 2 :])
    return False


def former(clause: Clause, at: int) -> bool:
    """上月报37是70%, 前面报的95%作废: what was reported before."""
    before = clause.tokens[:at]
    if not (clause.kinds(Kind.DATE) or clause.has("LASTONE")) or any(t.has("MOVE", "SHOULDBE") for t in before):
        return False
    return any(
        t.kind is Kind.DATE and t.day is not None and t.day.day is None and t.text.startswith("上") for t in before
    ) or any(t.has("LASTONE") and (t.text.startswith(_TOLD_BEFORE) or clause.has("UNDO")) for t in before)


def denied(clause: Clause, at: int) -> bool:
    """Tell whether the number is said not to be so, or put right."""
    before = clause.tokens[:at]
    last = before[-1] if before else None
    near = before[-3:]
    share = clause.tokens[at].kind is Kind.SHARE and clause.has(*_DENYING)
    if share and any(t.has(*_DENYING) and not any(_about(b) for b in near[i + 1 :]) for i, t in enumerate(near)):
        return True  # 没有完成100%, 未达到80%; 还没有大概完成一半吧 begins anew at 大概
    if last is not None and (last.has("NOTBE") or last.text.endswith(("离", "距", "距离"))):
        return True
    if last is not None and last.has("WRONG") and last.text.rstrip("了").endswith("成"):
        return True  # 上报时写成69.5%
    following = clause.tokens[at + 1 : at + 3]
    if clause.has("WRONG") and any(t.has("WRONG") for t in following):
        return True  # 60%说高了
    put = following and following[0].has(*_TURNING)
    if put and any(t.kind is clause.tokens[at].kind for t in clause.tokens[at + 2 : at + 4]):
        return True  # 70%→85%, 新增5处应为新增3处
    later = clause.tokens[at + 1 :]
    if (
        last is not None
        and last.text.lower() in ("from", "从", "由")
        and any(t.kind is clause.tokens[at].kind for t in later)
    ):
        return True
    turned = clause.has(*_TURNING) and any(t.has(*_TURNING) for t in later[:3])
    return turned and any(t.text.endswith(("由", "从", "把", "将")) for t in before)


def _about(token: Token) -> bool:
    return token.has("OVERALL") or token.text in (
        "是",
        "大概",
        "约",
        "大约",
        "差不多",
        "估计",
        "估摸",
        "总体",
        "整体",
        "目前",
        "现在",
    )


def ignored(clause: Clause, at: int, token: Token) -> bool:
    """Tell whether an amount is not worth keeping."""
    if clause.has("AWAY"):
        return True  # 请假三天
    if token.text[0] in "剩余":
        return False  # 剩余4个正在整改
    behind = clause.tokens[at + 1].text if at + 1 < len(clause.tokens) else ""
    if behind.startswith(("环节", "步骤", "关口", "程序")) and not token.text[:1].isdigit():
        return True  # 就剩培训一个环节
    if behind.startswith(("部分", "步骤", "阶段", "方面")) and token.unit in ("个", "项"):
        return True  # 三个部分做完两个
    goal = clause.tokens[at + 2] if at + 2 < len(clause.tokens) else None
    if behind == "的" and goal is not None and goal.has("GOAL"):
        return True  # 8200件的目标
    spoken = not token.text[:1].isdigit()
    if spoken and token.value == 1 and clause.has("LACK", "STOPPED", "CANTDO") and _still_left(clause.tokens[:at]):
        return True  # 还有一笔争议款走诉讼: of the obstacle
    if (
        spoken
        and token.value < 10
        and clause.has("LACK", "STOPPED")
        and behind
        and clause.tokens[at + 1].has("OUTSIDE")
    ):
        return True  # 两家系统没打通: of the obstacle
    if spoken and ((behind == "的" and token.value < 4) or (at and clause.tokens[at - 1].has("NEG"))):
        return True  # 两家的标准不一样, 没有一起积压
    following = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    last = clause.tokens[at - 1] if at else None
    if token.text == "一个" and last is not None and last.has("OUTSIDE", "LIKE", "AND", "WE"):
        return True  # 跟政府办一个口径
    if token.unit == "次" and any(
        t is not None and t.has("LACK", "STOPPED") and t.text not in ("还差", "差", "还缺") for t in (last, following)
    ):
        return True  # 两次流标
    if "每" in clause.said and any(
        _EACH.match(t.text) or t.text.endswith(("每年", "每月", "每季度", "每周"))
        for t in clause.tokens[:at]
        if len(t.text) <= 6
    ):
        return True  # 每季度做一次, 每两个月走访20户
    if last is not None and last.text.endswith(("这", "那")) and last.kind in (Kind.TEXT, Kind.WORD):
        return True
    if (
        clause.mention is not None
        and token.unit in ("项", "个", "条")
        and token.value == len(clause.mention.codes)
        and all(t.has("ADV", "ALL", "WE", "TASKMARK", "AND", "LINK", "POLITE") for t in clause.tokens[:at])
    ):
        return True
    if token.unit in ("项", "个", "条") and _counts_tasks(clause, at, last, following):
        return True
    if token.span is not None and (
        (following is not None and following.has("WITHIN", "BEFORE"))
        or (last is not None and last.has("FUTURE", "EXTEND", "ASKFOR") and last.text not in ("最快", "最短"))
    ):
        return not (last is not None and last.has("REACHTO"))
    if following is not None and following.text in ("牵头", "负责", "配合", "参与") and token.unit in ("家", "个"):
        return True  # 三家牵头: who, not what
    if following is not None and following.text in ("自助", "热线") and token.unit in ("小时", "号"):
        return True  # 24小时自助
    return changes(clause, at) or planned(clause, at) or denied(clause, at)


def _still_left(before: list[Token]) -> bool:
    return bool(before) and before[-1].text in ("还有", "还剩", "只剩", "就剩", "尚有", "仍有", "就", "只有", "有")


def _counts_tasks(clause: Clause, at: int, last: Token | None, following: Token | None) -> bool:
    if following is not None and following.text.startswith(_TASK_NOUNS):
        return True
    if last is not None and last.text.endswith(("共", "总共", "合计", "一共")) and clause.tokens[at].unit == "项":
        return token_is_small(clause.tokens[at])
    if last is not None and (
        last.has("REST", "OURS")
        or last.text.endswith(("这", "那", "牵头"))
        or (last.text.endswith("其中") and clause.tokens[at].unit == "项")
        or (last.text.endswith(("以上", "上述")) and at < 2)
    ):
        return True
    if (
        following is not None
        and (following.has("ALL", "PROGRESS", "NOCHANGE") or following.text.startswith(("一起", "一块", "一道")))
        and at == 0
        and token_is_small(clause.tokens[at])
    ):
        return True
    before = clause.tokens[:at]
    return any(t.text.endswith("牵头") for t in before[-2:]) or (len(before) == 1 and before[0].text.endswith("任务"))


def token_is_small(token: Token) -> bool:
    """Tell whether a count could be one of tasks: a small whole number."""
    return token.value <= 40 and token.value.is_integer()
