"""Shares and amounts of a clause: which is the task's percent, which is worth keeping as a measure, which is neither.

percent := a share alone, or after a word of progress (完成, 推进, 进度, 约, 目前), once an item, whole, at most 100
measure := a share behind an indicator (率, 覆盖, 占) or some other thing than the task; an amount with its unit
neither := a change (提高5个百分点, 同比增长12%), a goal or a plan (目标300件, 预计达到80%), what is denied (不是286件),
           counts of tasks (22项任务, 这两项), the time that something will take
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.replies.clauses import Clause
from bot.replies.loose import counts_something, english_unit, is_progress
from bot.replies.reading import Measure
from bot.replies.titles import essence
from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words

_BETWEEN = ("ADV", "APPROX", "BE", "PAST", "REACHTO", "ALL", "SHOULDBE", "PROGRESS", "GENERIC")
_TASK_NOUNS = ("任务", "工作任务", "牵头", "重点任务", "举措", "改革任务", "工作", "指标")
_RATE_ENDS = ("率", "比", "面", "度", "占", "例", "额", "量")
_PARTS = (
    "道路",
    "管网",
    "厂房",
    "土建",
    "联调",
    "装修",
    "安装",
    "初稿",
    "场平",
    "主体",
    "桥梁",
    "征地",
    "拆迁",
    "设备",
    "绿化",
    "部分",
)
_FIGURES = words(
    "整改 满意 网办 合格 达标 覆盖 办结 签约 到账 兑现 回访 结案 化解 调解 公示 归集 电子化 无纸化 贷款 余额 "
    "税收 用户 企业 案件 "
    "投诉 群众 窗口 好评 差评 一次办 容缺 告知承诺 即办 其中 面积 人员 材料 时限 时间 环节 成本 费用 价格 收入 "
    "利润 增速 增长 同比 "
    "环比 高出 低于 高于"
)
_GRADES = ("千伏", "伏", "kV", "KV", "kv")
_FILLER = words("PAST ADV BE REACHTO APPROX ALL AND PROGRESS LINK DONE LANDS REACHED GENERIC TASKMARK")


@dataclass(slots=True)
class Quantities:
    """What the numbers of a clause come to."""

    percent: int | None
    measures: list[Measure]


def quantities(clause: Clause, label: Clause | None, covers: bool, taken: bool, *, touches: bool = False) -> Quantities:
    """Read a clause's numbers. `label` is the clause before a colon, `covers` whether the clause's subject is the task
    itself, `touches` whether it is something of the task, `taken` whether the item has its percent already."""
    out = Quantities(None, [])
    for at, token in enumerate(clause.tokens):
        if token.kind is Kind.NUMBER and not taken and out.percent is None and is_progress(clause, at, token, label):
            out.percent = int(token.value)
        elif token.kind is Kind.NUMBER and counts_something(clause, at):
            out.measures.append(Measure(_name(clause, at, label), token.value, english_unit(clause, at)))
        if token.kind is Kind.SHARE:
            _share(clause, at, token, label, (covers, touches), taken, out)
        elif (token.kind is Kind.AMOUNT or _lasts(clause, at, token)) and not _ignored(clause, at, token):
            out.measures.append(Measure(_name(clause, at, label), token.value, token.unit))
    return out


def _share(
    clause: Clause,
    at: int,
    token: Token,
    label: Clause | None,
    about: tuple[bool, bool],
    taken: bool,
    out: Quantities,
) -> None:
    if _changes(clause, at) or _planned(clause, at) or _denied(clause, at) or _former(clause, at):
        return
    if token.value < 100 and _is_left(clause, at):
        if out.percent is None and not taken and not _texts(clause.tokens[:at]):
            out.percent = int(100 - token.value)
    elif (
        out.percent is None
        and not taken
        and token.value <= 100
        and not _too_exact(clause, at, token)
        and _of_task(clause, at, token, label, *about)
    ):
        out.percent = int(token.value + 0.5)
    elif (
        [t.text.lower() for t in clause.tokens[at + 1 : at + 2]] == ["of"]
        or _indicates(clause, at, label)
        or token.value > 100
        or _too_exact(clause, at, token)
    ):
        out.measures.append(Measure(_name(clause, at, label), token.value, "%"))


def _lasts(clause: Clause, at: int, token: Token) -> bool:
    """average execution time 68 days: how long something takes, told and not promised."""
    last = clause.tokens[at - 1] if at else None
    reached = last is not None and (last.has("REACHTO", "CHANGE") or last.text.endswith(("到", "至", "为")))
    halved = token.kind is Kind.SPAN and token.span is not None and token.span.count % 1 > 0
    if halved and reached and token.span is not None and not clause.has("EXTEND"):
        token.value, token.unit = token.span.count, "天"
        return True  # 压到5天半
    told = (
        last is not None
        and (last.kind is Kind.TEXT or last.classes <= {"HOLD"})
        and token.text[:1].isdigit()
        and token.text[-1].isascii()
    )
    return token.kind is Kind.SPAN and told and not clause.has("EXTEND", "ASKFOR", "WITHIN", "FUTURE", "NEG")


def _too_exact(clause: Clause, at: int, token: Token) -> bool:
    """92.4 %: nobody tells how far a task is to the tenth, unless it stands alone or says so."""
    before = clause.tokens[:at]
    return not token.value.is_integer() and bool(_texts(before)) and not any(t.has("OVERALL") for t in before)


def _is_left(clause: Clause, at: int) -> bool:
    """差10%, 还剩20%: what is missing, not what is done."""
    before = [t for t in clause.tokens[:at] if not t.has("APPROX", "ADV") or t.text in ("差",)]
    return (
        bool(before)
        and not before[-1].text.endswith("清欠")
        and before[-1].text.endswith(("差", "剩", "剩余", "缺", "欠", "剩下", "余下", "差着", "剩了", "差了"))
    )


def _of_task(clause: Clause, at: int, token: Token, label: Clause | None, covers: bool, touches: bool) -> bool:
    if token.unit == "bare":
        return True
    before = clause.tokens[:at]
    if before and before[-1].text in ("不到", "不足", "未到"):
        return False
    if [t.text.lower() for t in clause.tokens[at + 1 : at + 2]] == ["of"] and not clause.has("OVERALL"):
        return False  # 96% of firms
    after = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    if after is not None and after.text == "的":
        after = clause.tokens[at + 2] if at + 2 < len(clause.tokens) else None
        if after is not None and not after.has("ADV", "APPROX", "OVERALL", "PROGRESS", "DONE"):
            return False  # 超过5%的要求
    if after is not None and (
        after.has("INDICATOR")
        or (
            after.kind is Kind.TEXT
            and after.text[:1] not in "左以上外算计"
            and after.text.lower() not in ("through", "there")
        )
    ):
        return False
    whose = clause.mention is not None and bool(before) and before[0].text == "完成率"
    if not whose and any(
        t.has("INDICATOR") and not (t.text == "完成率" and (covers or not _texts(before))) for t in before
    ):
        return False
    if label is not None and clause.before == 2 and not before and _is_indicator(label):
        return False
    text = _texts(before)
    if not text or any(t.has("OVERALL") for t in before):
        return covers or not text or not text.endswith(_RATE_ENDS)
    if text.endswith(_RATE_ENDS) and not covers:
        return False  # a title may end like an indicator: 制度, 案例
    if clause.has("WE"):
        return True
    near = before[-1] if before else None
    if near is not None and near.text in ("到", "至", "到了") and len(before) > 1:
        near = before[-2]
        if near.text.endswith(("做", "推", "干", "弄", "搞", "进行", "完成", "整", "走", "跑")):
            return True  # 自查自纠做到七成
    spoken = (near is not None and near.text in ("差不多", "大概", "约", "大约", "算", "有", "才", "只有")) or (
        after is not None and after.text in ("了", "吧", "的样子", "样子")
    )
    verb = any(t.has("DONE", "PROGRESS", "OVERALL") for t in before[-3:])
    if not covers and text.endswith(_PARTS):
        return False  # 园区道路完成70%: of a part
    rough = token.text[-1:] not in "%％"  # 过半, 八成: nobody tells an indicator so
    loose = (
        touches or rough or not _names_figure(text)
    )  # something of the task: enough for its percent, not for its end
    return covers or verb or spoken or (loose and token.value < 100 and "占" not in text)


def _names_figure(text: str) -> bool:
    """Tell whether the words before a share may name an indicator: 整改, 满意, 网办, 合格."""
    return text.endswith(_FIGURES)


def _indicates(clause: Clause, at: int, label: Clause | None) -> bool:
    """Tell whether the share is an indicator's value; a share of some part of the work (管网部分60%) is neither."""
    before = clause.tokens[:at]
    named = _texts(before)
    if any(t.has("INDICATOR") for t in clause.tokens) or named.endswith(_RATE_ENDS) or "占" in named:
        return True
    return label is not None and clause.before == 2 and not before and _is_indicator(label)


def _is_indicator(label: Clause) -> bool:
    return label.has("INDICATOR") or _texts(label.tokens).endswith(_RATE_ENDS)


def _texts(tokens: list[Token]) -> str:
    return essence(
        "".join(t.text for t in tokens if t.kind is Kind.TEXT or (t.kind is Kind.WORD and t.classes <= {"HOLD"}))
    )


def _changes(clause: Clause, at: int) -> bool:
    """提高5个百分点, 同比增长12%: the verb of change stands right before the number, without 到."""
    token = clause.tokens[at]
    if token.unit in ("百分点", "个百分点", "倍"):
        return True
    before = [t for t in clause.tokens[:at] if not t.has("ADV", "APPROX") or t.text in ("到", "至", "达到", "达", "为")]
    last = before[-1] if before else None
    if last is None or last.text in ("到", "至", "达到", "达", "为") or last.has("REACHTO"):
        return False
    if last.text.endswith(("少", "多", "低", "高", "快", "短", "长", "慢")) and any(
        t.has("COMPARE") or t.text.startswith(("比", "较")) for t in clause.tokens[:at]
    ):
        return True  # 比去年少5天
    if clause.has("COMPARE") and any(t.text in ("多", "少", "高", "低", "增", "降") for t in clause.tokens[:at][-3:]):
        return True  # 比年初多了6.3%
    compared = clause.has("COMPARE") or any(t.text.startswith(("较", "比", "同比", "环比")) for t in clause.tokens[:at])
    changed = last.has("CHANGE") or (
        last.kind is Kind.TEXT and last.text.endswith(("增长", "下降", "提高", "增加", "减少"))
    )
    return changed and (token.kind is Kind.SHARE or compared or token.span is not None)


def _planned(clause: Clause, at: int) -> bool:
    before = clause.tokens[:at]
    if any(t.has("PAST") for t in before):
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


def _former(clause: Clause, at: int) -> bool:
    """上月报37是70%: what was reported before."""
    before = clause.tokens[:at]
    return any(
        t.kind is Kind.DATE and t.day is not None and t.day.day is None and t.text.startswith("上") for t in before
    ) or any(t.has("LASTONE") and t.text.startswith("上次") for t in before)


def _denied(clause: Clause, at: int) -> bool:
    before = clause.tokens[:at]
    last = before[-1] if before else None
    near = before[-3:]
    if clause.tokens[at].kind is Kind.SHARE and any(
        t.has("NEG", "UNDONE", "CANNOT", "NOTBE") and not any(_about(b) for b in near[i + 1 :])
        for i, t in enumerate(near)
    ):
        return True  # 没有完成100%, 未达到80%; 还没有大概完成一半吧 begins anew at 大概
    if last is not None and (last.has("NOTBE") or last.text.endswith(("离", "距", "距离"))):
        return True
    if last is not None and last.has("WRONG") and last.text.rstrip("了").endswith("成"):
        return True  # 上报时写成69.5%
    following = clause.tokens[at + 1 : at + 3]
    if any(t.has("WRONG") for t in following[:2]):
        return True  # 60%说高了
    if following and following[0].has("REACHTO", "MOVE", "SHOULDBE") and following[-1].kind is clause.tokens[at].kind:
        return True  # 70%→85%
    later = clause.tokens[at + 1 :]
    if (
        last is not None
        and last.text.lower() in ("from", "从", "由")
        and any(t.kind is clause.tokens[at].kind for t in later)
    ):
        return True
    turned = any(t.has("SHOULDBE", "MOVE") or t.has("REACHTO") for t in later[:3])
    return turned and any(
        t.text in ("由", "从", "把", "将") or t.text.endswith(("由", "从", "把", "将")) for t in before
    )


def _about(token: Token) -> bool:
    return token.has("OVERALL") or token.text in (
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


def _ignored(clause: Clause, at: int, token: Token) -> bool:
    if clause.has("AWAY"):
        return True  # 请假三天
    behind = clause.tokens[at + 1].text if at + 1 < len(clause.tokens) else ""
    spoken = not token.text[:1].isdigit()
    if spoken and ((behind == "的" and token.value < 4) or (at and clause.tokens[at - 1].has("NEG"))):
        return True  # 两家的标准不一样, 没有一起积压
    following = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    last = clause.tokens[at - 1] if at else None
    if token.unit == "次" and any(t is not None and t.has("LACK", "STOPPED") for t in (last, following)):
        return True  # 两次流标
    if any(
        re.match("每(?:[年月周天日次]|半年|季|两|隔)", t.text) or t.text.endswith(("每年", "每月", "每季度", "每周"))
        for t in clause.tokens[:at]
    ):
        return True  # 每季度做一次
    if last is not None and last.text.endswith(("这", "那")) and last.kind in (Kind.TEXT, Kind.WORD):
        return True
    light = all(t.has("ADV", "ALL", "WE", "TASKMARK", "AND", "LINK", "POLITE") for t in clause.tokens[:at])
    if (
        light
        and clause.mention is not None
        and token.unit in ("项", "个", "条")
        and token.value == len(clause.mention.codes)
    ):
        return True
    if token.unit in ("项", "个", "条") and _counts_tasks(clause, at, last, following):
        return True
    if token.span is not None and (
        (following is not None and following.has("WITHIN", "BEFORE"))
        or (last is not None and last.has("FUTURE", "EXTEND", "ASKFOR") and last.text not in ("最快", "最短"))
    ):
        return not (last is not None and last.has("REACHTO"))
    if following is not None and following.text in ("自助", "热线"):
        return True
    return _changes(clause, at) or _planned(clause, at) or _denied(clause, at)


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
        and following.has("ALL", "PROGRESS", "NOCHANGE")
        and at == 0
        and token_is_small(clause.tokens[at])
    ):
        return True
    before = clause.tokens[:at]
    return any(t.text.endswith("牵头") for t in before) or (len(before) == 1 and before[0].text.endswith("任务"))


def token_is_small(token: Token) -> bool:
    """Tell whether a count could be one of tasks: a small whole number."""
    return token.value <= 40 and token.value.is_integer()


def _name(clause: Clause, at: int, label: Clause | None) -> str | None:
    """Return the words right before the number, back to the number before it; else those of the label."""
    words: list[str] = []
    for place in range(at - 1, -1, -1):
        token = clause.tokens[place]
        if (
            _in_name(token, clause.tokens[place + 1], words)
            or token.kind is Kind.TEXT
            or (token.kind is Kind.WORD and (token.classes <= {"HOLD"} or token.has("INDICATOR")))
        ):
            words.append(token.text)
        elif token.kind is Kind.WORD and token.has(*_FILLER) and not words:
            continue
        else:
            break
    name = "".join(reversed(words)).strip()
    if not name and label is not None and clause.before == 2 and at == 0:
        name = _texts(label.tokens)
    return name or None


def _in_name(token: Token, behind: Token, words: list[str]) -> bool:
    """用电10千伏28个工作日, 发现问题7个: a grade within the name, and what was found or put right."""
    if token.end != behind.start:
        return False
    if token.kind is Kind.NUMBER:
        return bool(words) and words[-1].startswith(_GRADES)
    return not words and token.has("PROBLEM", "FOUND")
