"""Whether a message replaces what was reported before.

correction := 更正 … | … 应为 … | 刚才 … 报错了 … | 上报口径有误：… 应为 …
"""

from __future__ import annotations

import itertools

from bot.replies.clauses import Clause
from bot.replies.cursor import STATUS
from bot.replies.tokens import Kind

_MISTAKEN = (
    "报错",
    "发错",
    "写错",
    "填错",
    "打错",
    "弄错",
    "搞错",
    "说反",
    "说错",
    "写反",
    "报反",
    "发反",
    "填反",
    "搞反",
    "弄反",
)
_BEFORE = ("昨天", "昨日", "前天", "上午", "早上", "今早", "yesterday")


def corrects(clauses: list[Clause]) -> bool:
    """Tell whether the message replaces what was reported before (a slip put right within it does not)."""
    first = clauses[0].tokens if clauses else []
    if [t.text for t in first] == ["纠正"]:
        return True
    alone = bool(first) and clauses[0].mention is None and clauses[0].only("WRONG", "SLIP", "POLITE", "ADV")
    if alone and len(clauses) > 1 and any(t.text.startswith(_MISTAKEN) for t in first):
        return True  # 报错了，89是520万元
    if any(c.has("CORRECT") and c.only("CORRECT", "POLITE", "ADV", "MATERIAL", "ASKFOR") for c in clauses):
        return True
    if len(clauses) > 1 and _reported_wrongly(clauses[0]) and _should_be(clauses[1]):
        return True  # 上报口径有误：港湾应为18个
    if any(c.has("UNDO") and c.has("LASTONE") for c in clauses[:3]) or any(_replaced(c) for c in clauses[:3]):
        return True
    if any(c.has("LASTONE") and c.has("REPORTV") | any("报" in t.text for t in c.tokens) for c in clauses[:2]) and any(
        c.has("WRONG") for c in clauses[1:3]
    ):
        return True  # 刚报的35是70%，写成90%了
    for before, after in itertools.pairwise(clauses):
        wrong = before.has("LASTONE") and after.has("WRONG") and after.only("WRONG", "ADV", "SLIP")
        if wrong and not _reported([before]):
            return True  # 49 上条预计时间写错，改为11月10日
    if len(clauses) > 1 and _day_gone(clauses[0]) and clauses[1].only("WRONG", "SLIP", "ADV"):
        return True  # 昨天打错了
    for place, clause in enumerate(clauses[:4]):
        head = [t for t in clause.tokens if not t.has("POLITE", "ADV", "LINK")][:2]
        if place == 0 and any(t.has("CORRECT") for t in head):
            return True
        if (
            any(t.has("CORRECT") for t in head[:1])
            and clause.before >= 2
            and (clause.label or clause.mention or place == 1)
        ):
            return True
        if any(t.kind is Kind.DATE and t.text in _BEFORE for t in clause.tokens) and clause.has("WRONG"):
            return True  # 昨天填错了
        mistaken = any(t.text.startswith(_MISTAKEN) for t in clause.tokens)
        if mistaken and any(t.kind is Kind.DATE and t.text.startswith("上") for t in clause.tokens):
            return True  # 上个月报错了
        if clause.has("LASTONE") and clause.has("WRONG", "SHOULDBE", "MOVE"):
            return True
        said = clause.has("WRONG") or _should_be(clause)
        behind_number = (
            place == 1 and clause.before == 1 and clauses[0].mention is not None and clauses[0].bare
        )  # 54 写错了
        put_right = place > 1 and clauses[0].mention is not None and any(c.has("SLIP") for c in clauses[1:place])
        if put_right and clause.mention and all(c.bare or c.has("SLIP") for c in clauses[:place]):
            return False  # 43、44——打错，应该是45、46: a slip put right at once
        opens = place == 0 or behind_number
        slip = any(t.has("SLIP") for t in clause.tokens[opens:]) and not (opens and _says_wrong(clause))
        if (clause.mention or behind_number) and said and not slip and not clause.has("LIMIT", "EXTEND"):
            return opens or not _reported(clauses[:place])
    return _turns(clauses) or _turned_back(clauses)


def _reported_wrongly(clause: Clause) -> bool:
    """数据有误, 上报口径有误: of what was reported, nothing else."""
    of_figures = clause.has("REPORTV", "MATERIAL") or any(
        t.text.endswith(("数", "数字", "口径")) for t in clause.tokens
    )
    return of_figures and clause.has("WRONG") and not clause.kinds(Kind.SHARE, Kind.AMOUNT)


def _day_gone(clause: Clause) -> bool:
    return bool(clause.tokens) and all(t.kind is Kind.DATE and t.text in _BEFORE for t in clause.tokens)


def _turned_back(clauses: list[Clause]) -> bool:
    """昨天报的已完成，领导看了说不够，改成进行中: an earlier report is told and put in another's place."""
    if not clauses or not any(t.has("LASTONE") and t.text[-1:] in "报说写填发的" for t in clauses[0].tokens):
        return False
    return any(c.has("MOVE") and c.has("SHOULDBE") and c.has(*STATUS) for c in clauses[1:4])


def _says_wrong(clause: Clause) -> bool:
    """42写错了，应该是70%: nothing is reported before the word, so it speaks of an earlier report."""
    at = next((i for i, t in enumerate(clause.tokens) if t.has("SLIP")), 0)
    before = clause.tokens[:at]
    return clause.tokens[at].has("WRONG") and not any(
        t.kind in (Kind.SHARE, Kind.AMOUNT, Kind.NUMBER) or t.has(*STATUS) for t in before
    )


def _replaced(clause: Clause) -> bool:
    """改24为90%, 90%改成95%: a value put in another's place."""
    turned = [t for t in clause.tokens if t.text in ("改成", "改为", "更正为", "修改为", "更新为", "更新成", "修改成")]
    valued = any(
        before.kind in (Kind.SHARE, Kind.AMOUNT) or after.kind in (Kind.SHARE, Kind.AMOUNT)
        for before, after in itertools.pairwise(clause.tokens)
    ) or clause.kinds(Kind.SHARE, Kind.AMOUNT)
    valued = valued and not _rewrites(clause)
    changing = any(t.kind is Kind.TEXT and t.text in ("改", "请改") for t in clause.tokens[:2])
    changing = changing and not any(t.text in ("了", "完") for t in clause.tokens[1:3])  # 改了8个: of what was found
    return valued and (bool(turned) or changing) and not clause.has("LIMIT", "EXTEND")


def _rewrites(clause: Clause) -> bool:
    """13个工作日改成当场办: how something is done has changed, and no figure is put right."""
    for before, token, after in zip(clause.tokens, clause.tokens[1:], clause.tokens[2:], strict=False):
        if token.has("MOVE") and before.kind is Kind.AMOUNT and after.kind is Kind.TEXT:
            return True
        if token.has("MOVE") and before.has("DONE") and after.kind is Kind.AMOUNT:
            return True  # 一小时办结改成40分钟了
    return False


def _should_be(clause: Clause) -> bool:
    """42应为85%; English "should be" only right before a value, as "should be done by Q2" promises."""
    for place, token in enumerate(clause.tokens):
        following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        changed = token.has("SHOULDBE") and token.has("MOVE") and place > 0
        if (
            changed
            and following is not None
            and following.kind is Kind.TEXT
            and clause.tokens[place - 1].kind in (Kind.AMOUNT, Kind.TEXT)
        ):
            continue  # 13个工作日改成当场办: how something is done
        if changed and clause.tokens[place - 1].has("DONE") and following is not None and following.kind is Kind.AMOUNT:
            continue  # 一小时办结改成40分钟了
        if token.text.startswith("应该") and following is not None and following.kind in (Kind.DATE, Kind.SPAN):
            continue  # 应该是下周二能弄完: a supposition
        if token.has("SHOULDBE"):
            value = following is not None and following.kind in (Kind.SHARE, Kind.AMOUNT, Kind.NUMBER)
            return value or not token.text.isascii()
    return False


def _turns(clauses: list[Clause]) -> bool:
    """42不是80%，是85%."""
    first = clauses[0] if clauses else None
    return (
        first is not None
        and first.mention is not None
        and any(
            t.has("NOTBE") and i + 1 < len(first.tokens) and first.tokens[i + 1].kind in (Kind.SHARE, Kind.AMOUNT)
            for i, t in enumerate(first.tokens)
        )
    )


def _reported(clauses: list[Clause]) -> bool:
    return any(c.kinds(Kind.SHARE) or c.has("DONE", "PROGRESS") for c in clauses)
