"""What a clause does besides reporting: asks, says that something is on its way, is polite; disputes.py has disputes.

Patterns are sequences of word classes, in this order within one clause:

    pending  := WAIT LEADER | LEADER … (NEG …) SIGN | ROUTE | SOON … REPORTV | DATE … REPORTV | ARRANGE [STAFF]
              | GATHER [MATERIAL] | SENT [MATERIAL] | SENTTO
    question := ends in ? | QSTRONG (English ones at the head)
    chat     := nothing but politeness
"""

from __future__ import annotations

import itertools
import re

from bot.replies.asking import about_procedure
from bot.replies.clauses import Clause, remembered
from bot.replies.cursor import STATUS
from bot.replies.disputes import refers
from bot.replies.matters import asks_another
from bot.replies.promises import VERBS, promises_report, sent_when_ready
from bot.replies.tokens import Kind
from bot.replies.wordlist import words

_SENT_ON = re.compile(
    r"(?:已|已经|刚)(?:上?报|报送|送|提交|交)(?:到|至|给|往)?(?:了)?(?:市|省|国家|海关|人大|法制|司法局|县政府|县人大|中央|部里)"
)
_OR = re.compile(r"^(?!还是)[^,。;]{0,8}(?:要|用|按|交|写|填)[^,。;]{1,12}还是[^,。;]{1,10}$")
_EITHER = re.compile(r"是[^,。;]{1,12}还是[^,。;]{1,12}$")
_DOCUMENTS = (
    "方案",
    "文件",
    "细则",
    "办法",
    "制度",
    "清单",
    "规划",
    "规则",
    "名单",
    "预案",
    "公告",
    "通知",
    "公示",
    "通报",
    "通告",
    "倡议书",
    "证书",
)
"""What is written for a task; writing it is a step (在写方案), not a report to come."""
_ASKING = frozenset(words("HOW EXTEND QSTRONG QWEAK REPORTV MATERIAL"))
_SENDING = frozenset(words("STAFF LEADER SIGN SOON ROUTE SENT SENTTO REPORTV LATER FUTURE GATHER ARRANGE"))
_HINTS = VERBS | frozenset("问咨")
"""What is on its way has a word of these classes, or one of these letters."""
_WITH_THEM = ("处", "案头", "案头了", "手上", "手里", "桌上", "那里", "那儿", "那边", "处了")
_ENGLISH_REPORTS = ("send", "submit", "report", "report back")
_SMALL = frozenset("的了吧啊呢嘛哈噢哦嗯呀哒滴~^_👌")
_LIGHT = frozenset(words("POLITE ADV LINK GENERIC BE QWEAK LASTONE SOON TASKMARK AND PAST"))


@remembered
def asks(clause: Clause) -> bool:
    """Tell whether the clause asks the office something (asking for more time is no question)."""
    if not clause.asked and not clause.any_of(_ASKING) and "还是" not in clause.said:
        return False
    if clause.has("HOW") and (clause.asked or clause.has("EXTEND", "FUTURE")):
        return True
    if about_procedure(clause):
        return True
    if clause.has("EXTEND") and not clause.has("NOEXTEND"):
        if clause.asked and any(b.text == "的" for a, b in itertools.pairwise(clause.tokens) if a.has("EXTEND")):
            return True  # 申请延期的红头文件发哪里？
        wants = clause.has("ASKFOR") or clause.kinds(Kind.DATE, Kind.SPAN) or any(t.span for t in clause.tokens)
        return not wants and (clause.asked or clause.has("QSTRONG"))
    if clause.asked:
        return True
    if refers(clause):
        return False
    if clause.has("QSTRONG") and _asks_outright(clause):
        return True
    said, figures = clause.said, clause.kinds(Kind.SHARE, Kind.AMOUNT)
    if len(clause.tokens) > 2 and clause.tokens[-1].text.endswith("不") and clause.has("REPORTV", "MATERIAL"):
        return True  # 报送材料要盖公章不
    if "还是" in said:
        if not clause.has(*STATUS) and not figures and _OR.search(said):
            return True  # 材料要盖章扫描件还是直接文字就行
        if clause.has("REPORTV", "SENT", "LATER") and _EITHER.search(said):
            return True  # 是25号前报还是月底报
        if clause.tokens[-1].text == "呢" and not figures:
            return True
    if clause.has("NOCHANGE") or not clause.has("QWEAK", "REPORTV"):
        return False
    if clause.has("NEG") and any(a.has("NEG") and b.has("QWEAK") for a, b in itertools.pairwise(clause.tokens)):
        return False
    if (
        "几" in said
        and clause.has("REPORTV")
        and any(
            a.text == "几" and b.text.startswith(("项", "个", "条", "份")) for a, b in itertools.pairwise(clause.tokens)
        )
    ):
        return True  # 一共要报几项
    if figures or clause.has("DONE", "PROGRESS"):
        return False
    return any(t.has("QWEAK") and t.text in ("几号", "多少", "什么", "如何", "么", "啥") for t in clause.tokens)


def _asks_outright(clause: Clause) -> bool:
    """Tell whether a word that asks is asked of the office; English ones ask at the head."""
    for place, token in enumerate(clause.tokens):
        if not token.has("QSTRONG") or asks_another(clause, place):
            continue
        relative = token.text.lower() in ("which", "who") and clause.before == 2
        if not relative and (not token.text.isascii() or place == 0):
            return True
    return False


@remembered
def pends(clause: Clause) -> bool:
    """Tell whether the clause says that something is on its way."""
    said = clause.said
    sends = clause.any_of(_SENDING)
    if not sends and _HINTS.isdisjoint(said):
        return False
    leader = clause.has("LEADER")
    if not leader and ("已" in said or "刚" in said) and _SENT_ON.search(said):
        return False  # 创建材料已报市信用办: it went to somebody else
    if clause.has("STAFF") and any(
        t.has("LACK", "UNDONE") and ("报" in t.text or "交" in t.text) for t in clause.tokens
    ):
        return True  # 其余科室还没报上来
    asked = "问" in said or "咨询" in said
    if asked and any(asks_another(clause, place) for place in range(1, len(clause.tokens))):
        return True  # 我问一下工程科再说
    if not sends:
        return _promises(clause)
    theirs = _in_order(clause, "WAIT", "OUTSIDE") and not clause.has("LEADER", "SIGN")
    if theirs and any(a.has("OUTSIDE") and b.has("REPORTV") for a, b in itertools.pairwise(clause.tokens)):
        return False  # 要等教委报: another's to report; 等市里通知再报 is one's own
    signed = clause.has("SIGN") and not clause.has("PAST", "DONE")
    if leader and (signed or clause.has("WAIT", "AWAY", "MATERIAL") or said.endswith(_WITH_THEM)):
        return True  # 请示件在分管副县长处
    figures = clause.kinds(Kind.SHARE, Kind.AMOUNT)
    if clause.has("SOON") and clause.only("SOON", "ADV", "POLITE", "PROGRESS") and not clause.has("DONE"):
        return True  # 马上
    if _in_order(clause, "WAIT", "SIGN") and not clause.has("OUTSIDE") and len(_plain_text(clause)) <= 4:
        return True
    if not figures and _in_order(clause, "SOON", "SIGN"):
        return True
    if clause.has("ROUTE") and not clause.has("OUTSIDE"):
        return True
    if clause.has("SENTTO"):
        return not clause.kinds(Kind.AMOUNT) or clause.has("MATERIAL")  # 名单报了12家: a figure
    if not clause.kinds(Kind.AMOUNT) and (_in_order(clause, "SOON", "REPORTV") or _date_then_report(clause)):
        return True
    if clause.has("FUTURE") and any(t.text.lower() in _ENGLISH_REPORTS for t in clause.tokens):
        return True
    if _promises(clause):
        return True
    plain = _plain_text(clause)
    if _in_order(clause, "PAST", "REPORTV") and not plain and not clause.kinds(Kind.AMOUNT, Kind.DATE):
        return True  # 均已上报
    if clause.has("MATERIAL") and clause.has("SIGN") and not figures:
        return True  # 报告送局办盖章去了
    if (
        clause.has("SENT")
        and not clause.has("PROGRESS")
        and not plain.endswith(_DOCUMENTS)
        and (
            len(plain) <= 2
            or (clause.has("MATERIAL") and clause.has("PAST") | any(t.text.startswith("已") for t in clause.tokens))
        )
    ):
        return True
    if clause.kinds(Kind.AMOUNT):
        return False  # 交办9条: a figure, not a promise
    if clause.has("GATHER") and len(plain) <= 2 and not clause.has("ASKFOR") and not plain.endswith(_DOCUMENTS):
        return True
    if (
        clause.tokens
        and clause.tokens[-1].has("REPORTV")
        and clause.tokens[-1].text in ("报", "上报", "报送")
        and not clause.has("PAST", "NEG")
    ):
        return True  # 70司法局统一报, 95民营中心在报
    return (
        clause.has("ARRANGE")
        and not clause.has("NEG")
        and (clause.has("STAFF") or len(plain) <= 2 or any(end in plain for end in "科股室处队站所厅部窗"))
    )


def _promises(clause: Clause) -> bool:
    """Tell whether the clause promises a report, and says nothing of weight."""
    if clause.kinds(Kind.SHARE, Kind.AMOUNT):
        return False
    return sent_when_ready(clause.said) or (
        not clause.has("EXTEND", "CORRECT", "NEG")
        and promises_report(clause.said)
        and not any(t.has("DONE") and t.text != "完" for t in clause.tokens)
    )


def polite(clause: Clause) -> bool:
    """Tell whether the clause is politeness and nothing else."""
    for token in clause.tokens:
        if token.kind is Kind.TEXT and _SMALL.issuperset(token.text):
            continue
        if token.kind is not Kind.WORD or token.classes.isdisjoint(_LIGHT) or token.has("PROGRESS"):
            return False
    return True


def _in_order(clause: Clause, *classes: str) -> bool:
    for wanted in classes:
        if not clause.has(wanted):
            return False
    place = 0
    for token in clause.tokens:
        if token.has(classes[place]):
            place += 1
            if place == len(classes):
                return True
    return False


def _date_then_report(clause: Clause) -> bool:
    if not clause.has("REPORTV"):
        return clause.has("LATER")
    seen = False
    for at, token in enumerate(clause.tokens):
        seen = seen or token.kind in (Kind.DATE, Kind.SPAN)
        if not token.has("REPORTV"):
            continue
        if any(t.text in ("了", "过") for t in clause.tokens[at + 1 : at + 2]):
            return False  # 清单8月11日发了
        if seen and len(_plain_text(clause)) <= 2:
            return True
    return clause.has("LATER")


def _plain_text(clause: Clause) -> str:
    """Return the words of the clause that no class explains; material (材料, 数据) is explained."""
    plain = (t.text for t in clause.tokens if t.kind is Kind.TEXT or (t.kind is Kind.WORD and t.classes <= {"HOLD"}))
    text = "".join(plain)
    for known in (
        "你们",
        "材料",
        "资料",
        "数据",
        "情况",
        "进展",
        "报告",
        "我们",
        "已经",
        "的",
        "了",
        "一下",
        "再",
        "给",
        "到",
        "在",
        "让",
        "各部门",
        "各单位",
        "各科室",
        "各乡镇",
        "统一",
    ):
        text = text.replace(known, "")
    return text
