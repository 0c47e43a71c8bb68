"""The clauses said of one task -> what they come to: status, percent, date, measures, obstacle, request for time.

    status, first that fits: blocked (卡在, 不能按期) · percent (100 done, 0 not started, else in progress) ·
    done, unless 尚未…
    · not started · waiting on others (blocked) · no change · in progress

下一步 and what follows it in its paragraph say nothing of what has been done. After a slip put right (不对,
说错了) what is
said anew replaces what was said before.
"""

from __future__ import annotations

from datetime import date

from bot.replies import asking, talk, when
from bot.replies.ahead import speaks_of_now
from bot.replies.cases import of_the_cases
from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.disputes import disputes
from bot.replies.disregarded import lists_goals
from bot.replies.facts import Facts
from bot.replies.finishing import Mark
from bot.replies.joining import FINE
from bot.replies.obstacles import obstacle, of_a_document, still_lacks
from bot.replies.partway import closes, is_title, of_the_task, others_left, speaks_of_others, takes_effect
from bot.replies.promises import sent_when_ready
from bot.replies.quantities import NUMBERS, ONE, Quantities, quantities
from bot.replies.shares import of_the_whole
from bot.replies.slips import number_as_share, put_right, slips, span_as_amount
from bot.replies.spans import after
from bot.replies.statements import a_thing, come_about
from bot.replies.statuses import marks, well
from bot.replies.subjects import subject
from bot.replies.tokens import Kind, Token

_BESIDE_REASON = {Mark.progress, Mark.not_started, Mark.part, Mark.slow, Mark.undone}
_TOUCHES = 0.4  # so much of a task's title or text in a clause's subject, and its share is the task's
_SHORT = ("不到", "不足", "未到")
_FIGURES = (*NUMBERS, Kind.DATE)
_TELLING = frozenset(("HOLD", "PAST", "REACHED", "LANDS", "PROGRESS", "DONE"))


def gather(clauses: list[Clause], ctx: Context, code: str | None) -> Facts:
    """Read the clauses said of one task (None: not known which)."""
    facts, spoken = Facts(postpones=any(map(asking.asks_for_time, clauses))), None
    ahead = False
    for at, clause in enumerate(clauses):
        if ahead and (clause.before >= 4 or (clause.label and clause.has("PROBLEM")) or speaks_of_now(clause)):
            ahead = False
        ahead = ahead or clause.has("NEXT")
        if ahead:
            facts.asked = facts.asked or clause.asked
            whole = clause.has("OVERALL") and bool(clause.shares())
            if not whole and not (
                clause.has("ALL") and clause.has("DONE") and clause.kinds(Kind.DATE) and not clause.has("NEXT")
            ):
                continue  # but 全部完成预计明年3月 says when
        label = clauses[at - 1] if at and clauses[at - 1].label else None
        if slips(clause, at):
            if facts.percent is not None and not clause.shares():
                number_as_share(clause)
            if facts.measures and not clause.kinds(Kind.AMOUNT):
                span_as_amount(clause)
            spoken, facts = (
                facts,
                Facts(postpones=facts.postpones, asked=facts.asked, disputed=facts.disputed, pending=facts.pending),
            )
        facts.no_extension = facts.no_extension or clause.has("NOEXTEND")
        if at + 1 == len(clauses) and _signs_off(clause, facts):
            continue
        _clause(clause, label, clauses, at, ctx, code, facts)
    if ahead and code and not facts.told and _only_plans(clauses):
        facts.found.add(Mark.progress)  # 70下一步7月15日前组织评审
    return put_right(spoken, facts) if spoken else facts


def _signs_off(clause: Clause, facts: Facts) -> bool:
    """正常推进，完毕: behind how the task stands, a lone 完毕 ends the message and not the task."""
    if clause.mention is not None or "完毕" not in clause.said:
        return False
    stands = facts.percent is not None or facts.found - {Mark.done}
    return bool(stands) and [t.text for t in clause.tokens if not t.has("ADV")] == ["完毕"]


def _only_plans(clauses: list[Clause]) -> bool:
    """Tell whether the first words behind the task's number are of what comes next."""
    first = next((c for c in clauses if c.tokens), None)
    return clauses[0].mention is not None and first is not None and first.tokens[0].has("NEXT")


def _asks_until(clause: Clause, facts: Facts) -> bool:
    """Behind what cannot be done, a question that is a date and little more asks for time until then."""
    held = facts.found & {Mark.blocked, Mark.slow, Mark.undone} or facts.extends
    return bool(held) and clause.kinds(Kind.DATE) and not clause.kinds(Kind.TEXT, Kind.AMOUNT, Kind.SHARE)


def _days_ahead(clause: Clause, ctx: Context) -> list[date]:
    """Return the days ahead that the clause's dates and lengths of time name."""
    if not clause.kinds(Kind.DATE, Kind.SPAN):
        return []
    return [day for day in (_coming(t, ctx) for t in clause.tokens) if day]


def _coming(token: Token, ctx: Context) -> date | None:
    """Return the day ahead that a date or a length of time names."""
    if token.kind is Kind.DATE and token.day and token.day.day and token.day.near >= ctx.today:
        return token.day.day
    return after(ctx.today, token.span) if token.kind is Kind.SPAN and token.span else None


def _clause(
    clause: Clause, label: Clause | None, clauses: list[Clause], at: int, ctx: Context, code: str | None, facts: Facts
) -> None:
    if label is not None and label.has("PROBLEM") and clause.tokens:
        _report(clause, label, clauses, at, ctx, code, facts)
        return
    if talk.asks(clause) and not asking.asks_for_time(clause):
        if _asks_until(clause, facts):  # 节前怕是来不及，二月底行不行？
            facts.extends, facts.extension = True, asking.extension([clause], code, ctx)
        else:
            facts.asked = True
        return
    if disputes(clause, ctx.text):
        facts.disputed = not _supports_and_asks(clauses[at:])
        return
    if asking.asks_for_time(clause):
        facts.extends = True
        facts.extension = (
            facts.extension or asking.extension(clauses[at:], code, ctx) or asking.told_before(clauses[:at], ctx)
        )
        clause = asking.before_asking(clause)
    elif facts.extends and asking.only_date(clause):
        return
    if talk.pends(clause) and _only_pends(clause, facts):
        facts.pending = True
        return
    if (clause.bracketed or clause.has("ALL") or _next_to_its_number(clauses, at)) and _only_fine(clause):
        facts.found.add(Mark.progress)  # 52 ok
        return
    if not clause.tokens or (talk.polite(clause) and not well(clause)):
        return
    _report(clause, label, clauses, at, ctx, code, facts)


def _only_pends(clause: Clause, facts: Facts) -> bool:
    """Tell whether a clause that says that something is on its way says nothing definite of the task beside it."""
    if clause.kinds(Kind.SHARE) or clause.has("CORRECT", "LACK", "STOPPED"):
        return False
    finished = clause.has("DONE") and (not clause.has("GATHER", "SENTTO") or closes(clause))
    if finished and not sent_when_ready(clause.said):
        return False
    last = clause.tokens[-1].text if clause.kinds(Kind.DATE) else ""
    made_up = last.startswith("补") and not last.startswith("补报")
    return not (made_up and (facts.problem is not None or Mark.undone in facts.found))


def _only_fine(clause: Clause) -> bool:
    """Ok, 可以, and nothing beside it but particles."""
    if not any(t.text.lower() in FINE for t in clause.tokens):
        return False
    return sum(not t.has("ALL", "ADV") or t.text.lower() in FINE for t in clause.tokens) == 1


def _next_to_its_number(clauses: list[Clause], at: int) -> bool:
    """52 ok: right behind a task's number, or behind it and a space."""
    alone = at > 0 and clauses[at].before == 1 and clauses[at - 1].mention is not None and clauses[at - 1].bare
    return clauses[at].mention is not None or alone


def _supports_and_asks(clauses: list[Clause]) -> bool:
    """我们是配合单位，也要单独报吗？: a question of who only supports."""
    supports = any(t.has("NOTOURS") and "配合" in t.text for t in clauses[0].tokens)
    return supports and any(talk.asks(c) for c in clauses[1:])


def _report(
    clause: Clause, label: Clause | None, clauses: list[Clause], at: int, ctx: Context, code: str | None, facts: Facts
) -> None:
    classes, said = clause.classes, clause.said
    if "LASTONE" in classes and not clause.has("SHOULDBE", "MOVE"):
        if ctx.corrects and any(c.has("SHOULDBE", "MOVE") for c in clauses[at + 1 :]):
            return  # 37我昨天说完成了，其实没有，改成进行中
        if clause.has("WRONG"):
            return  # 上次报成未完成了: what was said before
    wants_time = facts.extends or facts.postpones
    late_for = facts.extends or (facts.postpones and _lacks(clause))
    resolved = "RESOLVED" in classes
    problem = None if resolved else obstacle(clause, label, ctx.text, late_for)
    facts.fine = facts.fine or "OKAY" in classes
    if problem is None and (facts.extends or (facts.postpones and clause.has("OUTSIDE"))):
        problem = ctx.text[clause.start : clause.end] if asking.gives_reason(clause) else None
    facts.problem = facts.problem or problem
    if label is not None and label.has("PROBLEM", "CAUSE"):
        return
    found = marks(clause, ctx, code)
    if Mark.done in found and at and of_the_cases(clauses[at - 1], clause, len(ctx.reply_to)):
        found = (found - {Mark.done}) | {Mark.part}
    facts.happened = facts.happened or come_about(clause)
    facts.normal = facts.normal or (
        "正常" in said and any(t.kind is Kind.WORD and "正常" in t.text for t in clause.tokens)
    )
    if "NOTSTARTED" in classes:
        of_a_part = a_thing(clause.tokens[0]) and not come_about(clause)
        facts.partly = facts.partly or (of_a_part and (facts.happened or facts.reached))
        facts.unbegun = True
    task = ctx.task(code)
    facts.lasting = task is not None and task.deadline is None
    if wants_time:
        if _comes_late(clause, facts):
            facts.problem = facts.problem or ctx.text[clause.start : clause.end]
            return  # 能不能放宽到五一前？评价平台2月才交付: the reason
        beside = problem and found <= _BESIDE_REASON
        if beside and (Mark.undone not in found or speaks_of_others(clause, ctx, code)):
            found = set()  # the reason says nothing of how the task itself stands
        if found == {Mark.progress} and not clause.has("EXTEND", "MOVE") and asking.still_doing(clause):
            found = set()  # 5申请延长一个月，名单还在核: the reason as well
            facts.problem = facts.problem or ctx.text[clause.start : clause.end]
    if Mark.done in found and "实" in said and any(t.text.startswith(("实际", "其实")) for t in clause.tokens):
        facts.found, facts.expected = facts.found - {Mark.ahead}, None  # 说是12月完成，实际11月就完成了
    if Mark.done in facts.found:
        in_use = takes_effect(clause)
        if in_use:
            found = set()
        if clause.mention is None and asking.still_doing(clause):
            found.add(Mark.undone)  # 单用途卡这块弄完了，成品油还在查
        if problem and others_left(clause):
            found.add(Mark.undone)  # 9类办好了，另外4类要等市局开通端口
        if not in_use and _still_to_come(clause, ctx, code):
            found.add(Mark.undone)  # 评选结束，表彰会元旦后开
    if facts.problem and clause.tokens and clause.only("WAIT", "ADV"):
        found.add(Mark.waiting)  # 文件没下来，等着
    if clause.kinds(Kind.SHARE) and ("不" in said or "未" in said) and any(t.text in _SHORT for t in clause.tokens):
        found.add(Mark.progress)  # 不到两成
    if Mark.progress in facts.found and Mark.no_change in found and not clause.has("NOCHANGE"):
        found = found - {Mark.no_change}  # 都正常，没啥大动作
    if resolved:  # 之前卡住的问题解决了: what was in the way is gone
        found = (found - {Mark.blocked, Mark.waiting}) | {Mark.progress}
        facts.found -= {Mark.blocked, Mark.waiting}
        facts.problem = None
    if Mark.done in found and facts.no_extension and not clause.has("PAST"):
        found = (found - {Mark.done}) | {Mark.ahead}  # 不延期，按期完成: a promise
    numbers, day, past, coming = Quantities(None, []), None, False, []
    if clause.kinds(*_FIGURES):
        numbers = _numbers(clause, label, facts, ctx, code)
        day, past = when.expected(clause, label, found, ctx)
        coming = _days_ahead(clause, ctx)
    if day is None and Mark.ahead in found and label is None and facts.coming and not facts.expected:
        day = facts.coming  # 后天印发，就算完成
    facts.coming = coming[-1] if coming and not clause.has("PAST") else None
    facts.percent = facts.percent if numbers.percent is None else numbers.percent
    if numbers.measures and lists_goals(clauses, at, ctx.text):
        numbers.measures.clear()
    if numbers.measures:
        facts.figures = facts.figures or problem is None
        facts.reached = facts.reached or clause.has("PAST") or any(t.text == "了" for t in clause.tokens)
        facts.measures += [m for m in numbers.measures if m not in facts.measures]
    if facts.extends and day is not None and found <= {Mark.ahead} and not facts.found and numbers.percent is None:
        facts.extension, found = day, set()  # 恳请延至春节后，2月28日前完成
    if day is not None and not _is_the_plans(clause, label, day, ctx, code):
        facts.expected = day
    if past and not facts.past_day:
        facts.past_day = ctx.text[clause.start : clause.end]
    facts.found |= found
    words = 0
    for token in clause.tokens:
        if token.kind is Kind.TEXT or (token.kind is Kind.WORD and not token.classes.isdisjoint(_TELLING)):
            words += len(token.text)
        elif token.kind in (Kind.SHARE, Kind.AMOUNT):
            facts.words += 2
    if "NEG" in classes:
        words += sum(len(t.text) for t in clause.tokens if t.has("GENERIC"))
    facts.words += words
    if (
        not (found or numbers.percent is not None or numbers.measures or day or problem or "OKAY" in classes)
        and words >= 2
    ):
        facts.unread.append(ctx.text[clause.start : clause.end])


def _lacks(clause: Clause) -> bool:
    """Tell whether the clause says what is not there, or that it is with others."""
    return clause.has("OUTSIDE", "NEG") or of_a_document(clause) or still_lacks(clause)


def _comes_late(clause: Clause, facts: Facts) -> bool:
    """评价平台2月才交付: something is not there before then."""
    if "才" not in clause.said or clause.kinds(Kind.SHARE) or clause.has("EXTEND", "MOVE", "DONE"):
        return False
    return facts.extends or any(len(t.text) >= 2 and (t.kind is Kind.TEXT or t.has("HOLD")) for t in clause.tokens[:-1])


def _numbers(clause: Clause, label: Clause | None, facts: Facts, ctx: Context, code: str | None) -> Quantities:
    """Read the clause's numbers by what it speaks of."""
    if not clause.kinds(*NUMBERS):
        return Quantities(None, [])
    shares = clause.kinds(Kind.SHARE)
    covers = (shares or clause.said.endswith(ONE)) and of_the_task(clause, ctx, code)
    touches = covers or (shares and ctx.view.titles.strength(subject(clause, ctx), code or "") >= _TOUCHES)
    titled = label is not None and is_title(label, ctx, code)  # 强化信贷支持力度：60%
    taken = facts.percent is not None and not (clause.has("SHOULDBE") or of_the_whole(clause))
    return quantities(clause, None if titled else label, covers, taken, touches=touches)


def _still_to_come(clause: Clause, ctx: Context, code: str | None) -> bool:
    """Tell whether something of the task's own title is said to be on a day ahead."""
    ahead = _days_ahead(clause, ctx) and not clause.has("PAST", "DONE", "LANDS")
    return bool(ahead) and code is not None and ctx.view.titles.strength(subject(clause, ctx), code) >= _TOUCHES


def _is_the_plans(clause: Clause, label: Clause | None, day: date, ctx: Context, code: str | None) -> bool:
    """完成时限2022年12月: the plan's own deadline, repeated."""
    task = ctx.task(code)
    told = [t.text for c in (clause, label) if c is not None for t in c.tokens if t.has("LIMIT")]
    plain = any(word.endswith(("时限", "期限", "截止时间", "截止日期", "deadline")) for word in told)
    return plain and task is not None and task.deadline == day
