"""The obstacle that a clause names, in the unit's own words.

obstacle := (问题 | 困难 | 原因) : words | STOPPED | CANTDO | SLOW | LACK | CAUSE words | WAIT OUTSIDE | 存在 … 问题
none     := 无 behind such a label | OKAY (没有问题, 不影响) | FOUND (发现问题7个: a figure, not an obstacle)
"""

from __future__ import annotations

from bot.replies.asking import PUT_OFF
from bot.replies.clauses import Clause
from bot.replies.tokens import Kind, Token
from bot.replies.waiting import once, waits
from bot.replies.wordlist import words

_NOTHING = frozenset(words("无 暂无 没有 没 / 无无 none no nil n n/a na 零 未发现 不存在 暂时没有 暂时无"))
_HAVING = ("存在", "有", "遇到", "面临", "仍", "还有", "是", "碰到", "主要")


def obstacle(clause: Clause, label: Clause | None, text: str, extends: bool) -> str | None:
    """Return the words of the obstacle, or None. `extends`: the message asks for more time, so that 还没签 is a
    reason."""
    if label is not None and label.has("PROBLEM", "CAUSE"):
        words = _words(clause, text)
        return None if words is None or words.lower() in _NOTHING or clause.has("OKAY") else words
    if clause.has("OKAY") and not clause.has("STOPPED", "CANTDO", "LACK"):
        doubled = any(_denies(a) and b.has("OKAY") for a, b in zip(clause.tokens, clause.tokens[1:], strict=False))
        return _words(clause, text) if doubled else None  # 不能说没有困难
    if clause.label and clause.only("PROBLEM", "CAUSE", "ADV", "BE", "GENERIC"):
        return None
    if clause.tokens and clause.tokens[0].text.lower() == "no" and any(t.text.lower() == "from" for t in clause.tokens):
        return _words(clause, text)  # no template from the city
    if clause.any_of(_NAMING) or "还差" in clause.said:
        for at, token in enumerate(clause.tokens):
            if token.kind is not Kind.WORD or (token.classes.isdisjoint(_NAMING) and token.text != "还差"):
                continue
            if _names(clause, at, token):
                return _words(clause, text)
    if not extends or not clause.kinds(Kind.TEXT, Kind.WORD):
        return None
    lacking = (clause.has("NEG", "NOTSTARTED") and not _only_unfinished(clause)) or of_a_document(clause)
    return _words(clause, text) if lacking or still_lacks(clause) else None


def _words(clause: Clause, text: str) -> str | None:
    return text[clause.start : clause.end].strip(" ,。;:、") or None


def _only_unfinished(clause: Clause) -> bool:
    """尚未全面完成: how the task stands, and no reason why."""
    return (
        clause.has("NEG")
        and clause.has("DONE")
        and all(t.has("NEG", "ADV", "ALL", "GENERIC", "DONE", "NEAR") or t.text == "完全" for t in clause.tokens)
    )


def of_a_document(clause: Clause) -> bool:
    """文件未过会: a paper that the task needs is not through."""
    return clause.has("UNDONE") and any(t.text.endswith(_DOCUMENTS) for t in clause.tokens[:2])


def still_lacks(clause: Clause) -> bool:
    """签订功能还差测试: something is named that is still to be done."""
    if "差" not in clause.said and "缺" not in clause.said:
        return False
    at = next((i for i, t in enumerate(clause.tokens) if t.text in _STILL), None)
    behind = clause.tokens[at + 1 :] if at is not None else []
    return bool(behind) and (behind[0].kind is Kind.TEXT or behind[0].classes <= {"HOLD"}) and not clause.shares()


_STILL = ("还差", "还缺", "尚缺", "尚差", "只差", "就差")
_NAMING = frozenset(("STOPPED", "CANTDO", "LACK", "SLOW", "NEG", "CANNOT", "EXTEND", "CAUSE", "WAIT", "PROBLEM"))
_DOCUMENTS = ("文件", "方案", "细则", "办法", "制度", "清单", "规划", "意见")
_MEANS = ("资金", "经费", "钱", "人手", "人员", "场地", "设备", "指标", "材料", "手续", "批文", "编制", "技术")
"""What one cannot go on without."""


_CASES = ("案件", "案子", "投诉", "举报", "线索", "信访", "诉求", "来信", "来访", "求助", "异议", "投诉举报", "控告")
"""What others may come with."""
_MET = ("出现", "遇", "发生", "存在", "因", "受", "发现", "有", "再", "造成", "形成")
_NOT_THEIRS = ("要求", "规定", "新", "其他", "具体", "什么", "再", "说", "硬性", "统一")


def _denies(token: Token) -> bool:
    return token.has("NEG", "CANNOT", "NOTBE") or token.text.endswith(("不能说", "不是"))


def _names(clause: Clause, at: int, token: Token) -> bool:
    before = clause.tokens[max(0, at - 2) : at]
    if len(before) == 2 and before[1].kind is Kind.TEXT and not before[1].text.startswith(_MET):
        before = before[1:]  # 没查人不够: another verb's negation
    denied = any(t.has("NEG", "OKAY") or t.text in ("无", "不", "不再") for t in before)
    denied = denied or (token.has("LACK") and token.text.startswith("不") and any(t.has("NOTBE") for t in before[-1:]))
    denied = denied or (bool(before) and before[-1].kind is Kind.TEXT and before[-1].text.endswith(("无", "零", "不")))
    if token.has("STOPPED") and any(t.kind is Kind.AMOUNT and t.span is None and t.unit != "项" for t in clause.tokens):
        return _stuck(clause, at)
    if token.has("STOPPED", "CANTDO") and once(clause, at):
        return False
    if token.text == "还差":
        behind = "".join(t.text for t in clause.tokens[at + 1 :])
        return behind.startswith(_MEANS) or clause.has("NEG")  # 还差船舶那块: what is left, no obstacle
    following = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    if token.text == "不足" and following is not None and following.kind is Kind.SHARE:
        return False  # 不足六成: how far it is
    if token.has("LACK") and "收到" in token.text and _nobody_came(clause, at):
        return False
    if token.has("STOPPED", "CANTDO", "SLOW", "LACK"):
        changed = token.has("LACK") and clause.has("CHANGE") and clause.kinds(Kind.SHARE, Kind.AMOUNT)
        return not denied and not changed  # 停电时长压减17%
    if token.has("NEG") and following is not None and following.text == "到位":
        return True  # 还未到位, 没上线
    if (
        token.has("CANNOT")
        and following is not None
        and (following.has("PROGRESS", "DONE", "LANDS", "OVERALL") or following.kind is Kind.TEXT)
    ):
        return True  # 无法启动
    if token.has("NEG") and any("愿意" in t.text or "响应" in t.text for t in clause.tokens[at + 1 :]):
        return True  # 没有项目愿意试
    if token.has("NEG") and token.text.endswith(("没", "未")) and _theirs_to_do(clause, at):
        return True  # 市里系统没升级
    if at and token.has("EXTEND") and token.text.startswith(PUT_OFF) and clause.tokens[at - 1].has("OUTSIDE"):
        return not any(t.has("ASKFOR") and not t.has("HOLD") for t in clause.tokens)  # 系统市里推迟上线
    if token.has("CAUSE"):
        return _causes(clause, at, token)
    if token.has("WAIT"):
        return waits(clause, at)
    return token.has("PROBLEM") and not denied and _is_named(clause, at, token)


def _stuck(clause: Clause, at: int) -> bool:
    """其中2个项目还卡在环评: so many of them cannot go on; but 叫停问题项目2个, 解决2个卡住的项目."""
    counted = any(t.kind is Kind.AMOUNT and t.span is None for t in clause.tokens[:at])
    behind = "".join(t.text for t in clause.tokens[at + 1 :])
    named = clause.tokens[at].text.startswith(
        ("卡", "受阻", "停滞", "搁置", "搁浅", "僵", "停摆", "停在", "走不动", "被卡")
    )
    solved = any(t.text.startswith(("解决", "化解", "协调", "打通", "帮助", "推动")) for t in clause.tokens[:at])
    return counted and named and not solved and "的" not in behind and not clause.has("DONE", "RESOLVED")


def _nobody_came(clause: Clause, at: int) -> bool:
    """未收到新的破产案件: nobody came with anything, and nothing is in the way."""
    return "".join(t.text for t in clause.tokens[at + 1 :]).rstrip("的了哈。").endswith(_CASES)


def _theirs_to_do(clause: Clause, at: int) -> bool:
    """Tell whether right before a negation others are named, and behind it a verb of two letters or more."""
    verb = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    whose = [t for t in clause.tokens[max(0, at - 3) : at] if not t.has("ADV")]
    plain = verb is not None and verb.kind is Kind.TEXT and not verb.text.startswith(_NOT_THEIRS)
    return plain and bool(whose) and whose[-1].has("OUTSIDE")


def _causes(clause: Clause, at: int, token: Token) -> bool:
    following = clause.tokens[at + 1 : at + 2]
    if token.text == "受" and any(t.text.endswith(("限制", "影响", "制约", "约束")) for t in clause.tokens[at:]):
        return True
    if token.text == "受" and any(word in t.text for t in clause.tokens[at:] for word in ("限制", "制约", "约束")):
        return True
    if token.text in ("受", "主要是"):
        return clause.has("LACK", "SLOW", "STOPPED", "NEG") or "制约" in clause.said
    return bool(following) or not clause.label


def _is_named(clause: Clause, at: int, token: Token) -> bool:
    following = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    last = clause.tokens[at - 1] if at else None
    if any(t is not None and t.kind in (Kind.AMOUNT, Kind.NUMBER) for t in (last, following)):
        return False
    if token.text in ("困难", "难点", "堵点", "瓶颈", "难题", "障碍") or token.text.isascii():
        return True
    if token.text.startswith(("存在", "主要", "需")):
        return following is not None
    before = "".join(t.text for t in clause.tokens[:at])
    return (
        before.rstrip("个些点").endswith(_HAVING)
        or any(h in before for h in ("存在", "遇到", "面临"))
        or (following is not None and following.has("BE"))
    )
