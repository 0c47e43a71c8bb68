"""How a clause goes on from what stands before it: a list continued, a slip replaced, a word about all tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.replies.cases import of_the_cases
from bot.replies.clauses import FILLERS, Clause
from bot.replies.context import Context
from bot.replies.cursor import STATUS
from bot.replies.tokens import Kind, Mention

_OURSELVES = frozenset("我们局委办部公司行院会站队中心单位牵头负责的几项个任务这些所有手头上两三四五六七八九十在条")

_LIGHT = frozenset((*FILLERS, "GENERIC", "PROGRESS", "NOCHANGE", "OVERALL"))
_TOGETHER = re.compile(r"(?:这|以上)?([两二三四五六])(?:个|项|条)(?:任务)?(?:都|均|全)")
_BORNE = ("承担", "负责", "牵头", "配合", "承办", "主办")
FINE = frozenset(("ok", "okay", "fine", "可以", "行", "还行", "没问题"))
"""A task of which only this is said is going well."""


@dataclass(slots=True)
class Group:
    """Clauses said of the same tasks; without a mention the tasks are still to be told."""

    clauses: list[Clause] = field(default_factory=list)
    mention: Mention | None = None
    by_title: bool = False
    bullet: int = 0

    @property
    def empty(self) -> bool:
        """Nothing is said yet but the mention."""
        return all(c.bare for c in self.clauses)


def continues(last: Group, clause: Clause) -> bool:
    """任务14、任务15已完成: a list whose every number is marked."""
    if last.mention is None or clause.mention is None or last.mention.kind != "codes" or clause.mention.kind != "codes":
        return False
    if clause.before > 2 or clause.tail or last.mention.excluded:
        return False
    if last.mention.bullet and not (last.empty and clause.mention.bullet == 0 and clause.before == 2):
        return False
    return all(not c.label and all(t.has("TASKMARK", "AND") for t in c.tokens) for c in last.clauses)


def replaces(last: Group, clause: Clause) -> bool:
    """40…不对，29和32: the slip stands right before the mention, in this clause or as the last one."""
    if last.mention is None or clause.mention is None or last.mention.kind != clause.mention.kind:
        return False
    if clause.mention.kind not in ("codes", "order"):
        return False
    if clause.tokens and clause.tokens[0].has("SLIP") and clause.tokens[0].start < clause.end:
        return True
    return (
        len(last.clauses) > 1
        and bool(last.clauses[-1].tokens)
        and last.clauses[-1].only("SLIP", "ADV", "POLITE", "BE", "SHOULDBE", "WRONG")
    )


def speaks_of_all(clause: Clause, last: Group | None, prefix: list[Clause], ctx: Context) -> bool:
    """均正常, 我局各项任务按计划推进: a whole without a subject of its own."""
    if last is not None and (not clause.has("OURS") or last.empty):
        return False
    if any(c.kinds(Kind.TEXT, Kind.SHARE) for c in prefix) and not clause.has("OURS"):
        return False  # 已经到七成了，都正常: of the one task that has the percent
    if prefix and of_the_cases(prefix[-1], clause, len(ctx.reply_to)):
        return False  # 受理3件，均已办结
    for token in clause.tokens:
        if token.has("ALL", "OURS"):
            if ctx.reply_to and clause.has("OKAY"):
                return True  # 都莫得问题
            return (
                clause.has(*STATUS, "PAST", "EXTEND")
                or clause.kinds(Kind.SHARE)
                or clause.tokens[-1].text.lower() in FINE
            )
        counted = token.kind is Kind.AMOUNT and token.unit in ("项", "个", "条")
        counted = counted or (set(token.text) <= _OURSELVES) or token.text in ("一个", "一项", "一条")
        if not counted and not token.text.endswith(_BORNE) and not (token.kind is Kind.WORD and token.any_of(_LIGHT)):
            return False
    return False


def counted_together(clause: Clause) -> int:
    """Return how many tasks 两个都…, 三项均… speaks of at a clause's beginning; 0 for none."""
    match = _TOGETHER.match(clause.said)
    if match is None or match.end() > sum(len(t.text) for t in clause.tokens[:2]):
        return 0
    return "二三四五六".index(match[1].replace("两", "二")) + 2


def said_of_the_rest(clause: Clause) -> bool:
    """除11外都正常推进: behind what is left out, a word about all."""
    led = [t for t in clause.tokens if t.text not in ("外", "以外", "之外", "其他", "其余")]
    return bool(led) and led[0].has("ALL")


def drop_count(clause: Clause, count: int) -> None:
    """已办结2项：14、15: the count of the tasks that are named, and the round it is told of, say nothing more."""
    counted = [t for t in clause.tokens if t.kind is Kind.AMOUNT and t.unit in ("项", "个", "条") and t.value == count]
    if count and counted:
        clause.retell([t for t in clause.tokens if t not in counted and t.kind is not Kind.DATE])
