"""What clauses state, looked at from outside: bare statements in a row, one task stated twice, one by one."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.cursor import STATUS
from bot.replies.joining import Group
from bot.replies.shares import texts
from bot.replies.tokens import Kind, Mention, Token

_ATTENDS = re.compile(
    r"(?:去|来|派|参加|报名|参会)了?[\d一二两三四五六七八九十]{1,6}(?:个人|人|名|位|个同志)"
    r"|[\d一二两三四五六七八九十]{1,6}(?:个|名|位)?(?:人|同志|代表)(?:去|来)?(?:参加|参会|报名|到会)"
)
_HOUR = re.compile(r"\d{1,2}(?:点.*|时\d{1,2}分|:\d{2})")
_WHOLE = ("ADV", "LINK", "WE", "OURS", "GENERIC", "TASKMARK", "POLITE", "PAST", "BE", "AND", "ASOF")
_STATUS = frozenset(STATUS)
_PLAIN = frozenset((*_STATUS, "ADV", "PAST", "NEG", "EACH", "BE", "APPROX"))
_AMONG = ("中", "里", "里面", "当中", "之中", "几项中", "项中", "这几项", "这几", "项里", "这些", "几项里")

_FIGURES = (Kind.SHARE, Kind.AMOUNT)
_ANNOUNCED = (
    "有数",
    "有数据",
    "数据",
    "数据如下",
    "有数据如下",
    "如下",
    "分别为",
    "分别是",
    "分别",
    "依次为",
    "依次是",
)
_DEFERS = re.compile(
    r"[以按](?!我|本)(?:[^,。;]{1,10}(?:局|委|办|中心|院|部|会|公司|政府|行|大队|单位|部门)|他们|对方|牵头方)(?:那边|那里)?(?:统一)?"
    r"(?:上报|报送|填报|报|反馈|提供|掌握)的?(?:数据|情况|进展|口径|数)?为准"
)


def one_by_one(group: Group) -> bool:
    """一个没动一个八成: which is which cannot be told."""
    return sum(t.text in ("一个", "一项") for c in group.clauses for t in c.tokens) >= 2


def some_of(group: Group, count: int) -> bool:
    """5、6、26、28、30办结3项; 55：已完成；推进中；未启动: not said of every task named, nor of which."""
    for clause in group.clauses:
        if (
            clause.kinds(Kind.AMOUNT)
            and clause.any_of(_STATUS)
            and any(
                t.kind is Kind.AMOUNT and t.unit == "项" and t.value < count and before.any_of(_STATUS)
                for before, t in pairwise(clause.tokens)
            )
        ):
            return True
    if count != 1 or len(group.clauses) < 3 or not group.clauses[0].label:
        return False
    listed = [c for c in group.clauses if c.tokens]
    several = len(listed) >= 3 and all(is_statement(c) for c in listed)
    return several and len({c.tokens[0].text for c in listed}) > 2


def of_all(group: Group) -> bool:
    """一共4项，都正常推进, 目前都是四成: no word names a thing before 都."""
    for clause, behind in zip(group.clauses, [*group.clauses[1:], None], strict=True):
        at = next((i for i, t in enumerate(clause.tokens) if t.has("ALL") or t.text[:4].lower() == "all "), None)
        told = at is not None and any(
            t.kind is Kind.SHARE or t.has(*STATUS, "OKAY", "WAIT", "SAME", "EXTEND") for t in clause.tokens[at:]
        )
        told = told or (at is not None and behind is not None and (is_statement(behind) or behind.has("OKAY")))
        if told and all(t.kind in (Kind.AMOUNT, Kind.DATE) or t.has(*_WHOLE) for t in clause.tokens[:at]):
            return True
    return False


def a_thing(token: Token) -> bool:
    """Tell whether a token names something that is not explained by any class."""
    return token.kind is Kind.TEXT or token.has("HOLD")


def come_about(clause: Clause) -> bool:
    """方案6月20日已出: 已 before a verb of its own; 评选公告已发."""
    if not clause.has("SENT", "PAST") or clause.has("NEG"):
        return False
    for token, following in zip(clause.tokens, clause.tokens[1:], strict=False):
        if a_thing(token) and following.has("SENT") and following.text.startswith("已"):
            return True
        if token.has("PAST") and (following.kind is Kind.TEXT or following.classes <= {"HOLD"}):
            return True
    return False


def said_of_all_first(groups: list[Group], ctx: Context) -> list[Group]:
    """两个都✅ 67专利305件: what is said of all at the head is said of those as well of which figures follow."""
    first = groups[0] if len(groups) > 1 else None
    rest = [g.mention for g in groups[1:]]
    if first is None or len(ctx.reply_to) < 2 or not of_all(first):
        return groups
    known = all(m is not None and m.kind == "codes" and {c for c, _ in m.codes} <= set(ctx.reply_to) for m in rest)
    if not known or not (first.mention is None or first.mention.kind == "all"):
        return groups
    first.mention = Mention([], "all")
    for one in groups[1:]:
        told = any(c.has(*STATUS, "LACK", "NEG", "WAIT") or c.shares() for c in one.clauses)
        if not told and any(c.kinds(Kind.AMOUNT) for c in one.clauses):
            one.clauses = [*first.clauses, *one.clauses]
    return groups


def dated_together(groups: list[Group]) -> list[Group]:
    """前一个95%，后一个在收尾，都是12月20日前: the day at the end is that of every task named."""
    named = [g for g in groups if g.mention is not None and g.mention.kind in ("codes", "order")]
    last = groups[-1].clauses[-1] if groups and groups[-1].clauses else None
    if last is None or len(named) < 2 or len(groups[-1].clauses) < 2 or last.mention is not None:
        return groups
    words = [t for t in last.tokens if t.kind is not Kind.DATE and not _counts_tasks(t)]
    light = all(t.has("ALL", "ADV", "FUTURE", "BEFORE", "WITHIN", "DONE", "BE", "EXTEND", "ASKFOR") for t in words)
    if light and last.has("ALL") and last.kinds(Kind.DATE):
        for one in named[:-1]:
            if not _is_done(one.clauses):
                one.clauses.append(last)
        if _is_done(groups[-1].clauses[:-1]):
            groups[-1].clauses.pop()
    return groups


def _counts_tasks(token: Token) -> bool:
    """两个12月20号前都能完成: how many they are."""
    counted = token.kind is Kind.AMOUNT and token.unit in ("个", "项")
    return counted or token.text in ("两个", "三个", "两项", "三项", "俩", "仨")


def _is_done(clauses: list[Clause]) -> bool:
    return any(c.has("DONE") and not c.has("FUTURE") and not c.kinds(*_FIGURES) for c in clauses)


def within_frame(groups: list[Group]) -> list[Group]:
    """34-38中35没完成，其他完成: the rest of those named at the head, not of all."""
    head = groups[0].mention if len(groups) > 2 else None
    if head is None or head.kind != "codes" or len(head.codes) < 3:
        return groups
    inside = {code for g in groups[1:] if g.mention and g.mention.kind == "codes" for code in g.mention.codes}
    bare = all(t.text in _AMONG for c in groups[0].clauses for t in c.tokens) or some_of(groups[0], len(head.codes))
    rest = [g for g in groups[1:] if g.mention and g.mention.kind == "rest"]
    left = [code for code in head.codes if code not in inside]
    if not (bare and rest and left and inside < set(head.codes)):
        return groups
    for one in rest:
        one.mention = Mention(left, explicit=True)
    return groups[1:]


def only_stands(clause: Clause) -> bool:
    """正常: how something stands and nothing else, whatever task's text has the word too."""
    return clause.only(*STATUS, "OKAY", "ADV", "PAST", "ALL")


def contradict(one: Group, other: Group) -> bool:
    """Tell whether two groups said of one task may not be read as one: 14已完成 here, 14推进中 there."""
    stated, going = states(other), _goes_on(other)
    if not (stated or going):
        return False
    if states(one):
        return stated or _done(one)
    return _done(other) and _goes_on(one)


def _done(group: Group) -> bool:
    return any(c.has("DONE") and is_statement(c) for c in group.clauses)


def _goes_on(group: Group) -> bool:
    return any(c.has("PROGRESS") and is_statement(c) for c in group.clauses)


def unsure(group: Group) -> bool:
    """有一个数我记混了，查查再说: not a report yet."""
    return any(c.has("WRONG", "LATER") for c in group.clauses)


def attends(group: Group) -> bool:
    """我们去2个人, 3个同志参加培训: who comes to a meeting is no report."""
    return any(_ATTENDS.search(c.said) for c in group.clauses)


def defers(group: Group, text: str) -> bool:
    """95、96以民营中心报的为准: another unit's report counts, and nothing is said here."""
    told = False
    for clause in group.clauses:
        if clause.bare:
            continue
        if not _DEFERS.search(text[clause.start : clause.end]):
            return False
        told = True
    return told


def by_the_clock(group: Group) -> bool:
    """7号下午2点那个培训我们去2个人: what is to be at some hour of the day is no report."""
    clauses = [c for c in group.clauses if c.kinds(Kind.JUNK)]
    return any(t.kind is Kind.JUNK and _HOUR.fullmatch(t.text) for c in clauses for t in c.tokens)


def of_the_only(groups: list[Group], ctx: Context) -> list[Group]:
    """1.提拔6名；2.约谈4人次；总体…: numbered points, and figures before its number, are of the only task there is."""
    only = ctx.reply_to[0] if len(ctx.reply_to) == 1 and ctx.own(ctx.reply_to[0]) else ctx.only_task()
    named = [g.mention for g in groups if g.mention is not None]
    if only is None or len(ctx.reply_to) > 1 or len(groups) < 2 or len(named) > 1:
        return groups
    if named and not (named[0].kind == "codes" and [c for c, _ in named[0].codes] == [only]):
        return groups
    if not (named or any(g.bullet for g in groups)):
        return groups
    whole = Group([c for g in groups for c in g.clauses], named[0] if named else None)
    return [whole]


def in_order(group: Group, count: int) -> list[Clause]:
    """Return the clauses said one by one of so many tasks (36-38：正常，办结…; 有数：512万元、98.5%), or none."""
    each = any(c.has("EACH") for c in group.clauses)
    said = [c for c in group.clauses if not c.only("EACH", "APPROX", "BE", "ADV")]
    plain = all(is_statement(c) or (each and c.kinds(Kind.AMOUNT)) for c in said)
    if len(said) == count and plain and (group.clauses[0].label or count > 2 or each):
        return said
    head, *figures = [c for c in group.clauses if c.tokens] or [Clause()]
    announced = head.label and texts(head.tokens) in _ANNOUNCED
    single = all(sum(t.kind in _FIGURES for t in c.tokens) == 1 for c in figures)
    return figures if announced and single and len(figures) == count else []


def is_statement(clause: Clause) -> bool:
    """Tell whether the clause is a bare status or share: 正常, 60%, 依次为完成."""
    if not clause.kinds(Kind.SHARE) and not clause.any_of(_STATUS):
        return False
    return all(t.kind is Kind.SHARE or not t.classes.isdisjoint(_PLAIN) for t in clause.tokens)


def states(group: Group) -> bool:
    """Tell whether the group says how its task stands: said twice of one task, that is asked about."""
    return any(
        c.has("DONE", "NOTSTARTED", "STOPPED", "CANTDO", "UNDONE") or (c.kinds(Kind.SHARE) and not c.has("INDICATOR"))
        for c in group.clauses
    )
