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
from bot.replies.partway import closes, others_left, speaks_of_a_part
from bot.replies.promises import sent_when_ready
from bot.replies.quantities import quantities
from bot.replies.shares import of_the_whole
from bot.replies.slips import number_as_share, put_right, slips, span_as_amount
from bot.replies.spans import after
from bot.replies.statements import a_thing, come_about
from bot.replies.statuses import marks
from bot.replies.subjects import subject
from bot.replies.tokens import Kind, Token
from bot.replies.topics import topic

_LEFT = (Mark.undone,)
_TOUCHES = 0.4  # so much of a task's title or text in a clause's subject, and its share is the task's
_WORDLESS = ("PAST", "REACHED", "LANDS", "PROGRESS", "DONE")


def gather(clauses: list[Clause], ctx: Context, code: str | None) -> Facts:
    """Read the clauses said of one task (None: not known which)."""
    facts, spoken = Facts(postpones=any(asking.asks_for_time(c) for c in clauses)), None
    ahead = False
    for at, clause in enumerate(clauses):
        if clause.before >= 4 or (clause.has("PROBLEM") and clause.label) or speaks_of_now(clause):
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
        if _signs_off(clause, facts) and at + 1 == len(clauses):
            continue
        _clause(clause, label, clauses, at, ctx, code, facts)
    if ahead and code and not facts.told and _only_plans(clauses):
        facts.found.add(Mark.progress)  # 70下一步7月15日前组织评审
    return put_right(spoken, facts) if spoken else facts


def _signs_off(clause: Clause, facts: Facts) -> bool:
    """正常推进，完毕: behind how the task stands, a lone 完毕 ends the message and not the task."""
    stands = facts.percent is not None or facts.found - {Mark.done}
    return bool(stands) and clause.mention is None and [t.text for t in clause.tokens if not t.has("ADV")] == ["完毕"]


def _only_plans(clauses: list[Clause]) -> bool:
    """Tell whether the first words behind the task's number are of what comes next."""
    first = next((c for c in clauses if c.tokens), None)
    return clauses[0].mention is not None and first is not None and first.tokens[0].has("NEXT")


def _asks_until(clause: Clause, facts: Facts) -> bool:
    """Behind what cannot be done, a question that is a date and little more asks for time until then."""
    held = facts.found & {Mark.blocked, Mark.slow, Mark.undone} or facts.extends
    return bool(held) and clause.kinds(Kind.DATE) and not clause.kinds(Kind.TEXT, Kind.AMOUNT, Kind.SHARE)


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
    ready = sent_when_ready(clause.said)
    definite = clause.has("LACK", "STOPPED") or (
        not ready and clause.has("DONE") and (not clause.has("GATHER", "SENTTO") or closes(clause))
    )
    made_up = (
        (facts.problem is not None or Mark.undone in facts.found)
        and clause.kinds(Kind.DATE)
        and clause.tokens[-1].text.startswith("补")
        and not clause.tokens[-1].text.startswith("补报")
    )
    if (
        talk.pends(clause)
        and not made_up
        and not clause.kinds(Kind.SHARE)
        and not definite
        and not clause.has("CORRECT")
    ):
        facts.pending = True
        return
    well = clause.mention is not None and "".join(t.text for t in clause.tokens[:2]) in ("好了", "好啦")
    said = [t for t in clause.tokens if not t.has("ALL", "ADV") or t.text.lower() in FINE]
    spoken_of = _next_to_its_number(clauses, at) or clause.has("ALL") or clause.bracketed
    if spoken_of and len(said) == 1 and said[0].text.lower() in FINE:
        facts.found.add(Mark.progress)  # 52 ok
        return
    if not clause.tokens or (talk.polite(clause) and not well):
        return
    _report(clause, label, clauses, at, ctx, code, facts)


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
    before = clause.has("LASTONE") and not clause.has("SHOULDBE", "MOVE")
    if before and ctx.corrects and any(c.has("SHOULDBE", "MOVE") for c in clauses[at + 1 :]):
        return  # 37我昨天说完成了，其实没有，改成进行中
    if before and clause.has("WRONG"):
        return  # 上次报成未完成了: what was said before
    lacking = clause.has("OUTSIDE", "NEG") or of_a_document(clause) or still_lacks(clause)
    problem = (
        None
        if clause.has("RESOLVED")
        else obstacle(clause, label, ctx.text, facts.extends or (facts.postpones and lacking))
    )
    facts.fine = facts.fine or clause.has("OKAY")
    if problem is None and asking.gives_reason(clause):
        told_before = facts.postpones and clause.has("OUTSIDE")
        problem = ctx.text[clause.start : clause.end] if facts.extends or told_before else None
    facts.problem = facts.problem or problem
    if label is not None and label.has("PROBLEM", "CAUSE"):
        return
    found = marks(clause, ctx, code)
    if Mark.done in found and at and of_the_cases(clauses[at - 1], clause, len(ctx.reply_to)):
        found = (found - {Mark.done}) | {Mark.part}
    facts.happened = facts.happened or come_about(clause)
    facts.normal = facts.normal or any(t.kind is Kind.WORD and "正常" in t.text for t in clause.tokens)
    of_a_part = clause.has("NOTSTARTED") and bool(clause.tokens) and a_thing(clause.tokens[0])
    facts.partly = facts.partly or (of_a_part and (facts.happened or facts.reached) and not come_about(clause))
    facts.unbegun = facts.unbegun or clause.has("NOTSTARTED")
    task = ctx.task(code)
    facts.lasting = task is not None and task.deadline is None
    theirs = clause.has("OUTSIDE") or any(t.text in ("那边", "那头") for t in clause.tokens)
    theirs = theirs or speaks_of_a_part(clause, ctx, code) or still_lacks(clause)
    late = any("才" in t.text for t in clause.tokens) and not clause.kinds(Kind.SHARE)
    thing = any(len(t.text) >= 2 and (t.kind is Kind.TEXT or t.has("HOLD")) for t in clause.tokens[:-1])
    if (facts.extends or (facts.postpones and thing)) and late and not clause.has("EXTEND", "MOVE", "DONE"):
        facts.problem = facts.problem or ctx.text[clause.start : clause.end]
        return  # 能不能放宽到五一前？评价平台2月才交付: the reason
    if (
        (facts.extends or facts.postpones)
        and problem
        and found <= {Mark.progress, Mark.not_started, Mark.part, Mark.slow, *_LEFT[: 1 if theirs else 0]}
    ):
        found = set()  # the reason says nothing of how the task itself stands
    wants_time = facts.extends or facts.postpones
    if wants_time and not clause.has("EXTEND", "MOVE") and found == {Mark.progress} and asking.still_doing(clause):
        found = set()  # 5申请延长一个月，名单还在核: the reason as well
        facts.problem = facts.problem or ctx.text[clause.start : clause.end]
    if Mark.done in facts.found and clause.mention is None and asking.still_doing(clause):
        found.add(Mark.undone)  # 单用途卡这块弄完了，成品油还在查
    if Mark.done in found and any(t.text.startswith(("实际", "其实")) for t in clause.tokens):
        facts.found, facts.expected = facts.found - {Mark.ahead}, None  # 说是12月完成，实际11月就完成了
    if Mark.done in facts.found and problem and others_left(clause):
        found.add(Mark.undone)  # 9类办好了，另外4类要等市局开通端口
    if facts.problem and clause.tokens and clause.only("WAIT", "ADV"):
        found.add(Mark.waiting)  # 文件没下来，等着
    if Mark.done in facts.found and _still_to_come(clause, ctx, code):
        found.add(Mark.undone)  # 评选结束，表彰会元旦后开
    if any(t.text in ("不到", "不足", "未到") for t in clause.tokens) and clause.shares():
        found.add(Mark.progress)  # 不到两成
    if Mark.progress in facts.found and Mark.no_change in found and not clause.has("NOCHANGE"):
        found = found - {Mark.no_change}  # 都正常，没啥大动作
    if clause.has("RESOLVED"):  # 之前卡住的问题解决了: what was in the way is gone
        found = (found - {Mark.blocked, Mark.waiting}) | {Mark.progress}
        facts.found -= {Mark.blocked, Mark.waiting}
        facts.problem = None
    if Mark.done in found and facts.no_extension and not clause.has("PAST"):
        found = (found - {Mark.done}) | {Mark.ahead}  # 不延期，按期完成: a promise
    name = topic(clause, ctx)
    covers = ctx.view.titles.covers(subject(clause, ctx), code or "")
    covers = covers or ctx.view.titles.called(name.name, code or "", name.marked)
    overall = of_the_whole(clause)
    anew = overall or clause.has("SHOULDBE")
    touches = covers or ctx.view.titles.strength(subject(clause, ctx), code or "") >= _TOUCHES
    titled = label is not None and _is_title(label, ctx, code)  # 强化信贷支持力度：60%
    numbers = quantities(
        clause, None if titled else label, covers, facts.percent is not None and not anew, touches=touches
    )
    day, past = when.expected(clause, label, found, ctx)
    if day is None and Mark.ahead in found and label is None and facts.coming and not facts.expected:
        day = facts.coming  # 后天印发，就算完成
    coming = [one for one in (_coming(t, ctx) for t in clause.tokens) if one]
    facts.coming = coming[-1] if coming and not clause.has("PAST") else None
    facts.percent = facts.percent if numbers.percent is None else numbers.percent
    if lists_goals(clauses, at, ctx.text):
        numbers.measures.clear()
    facts.figures = facts.figures or (bool(numbers.measures) and problem is None)
    facts.reached = facts.reached or (
        bool(numbers.measures) and any(t.has("PAST") or t.text == "了" for t in clause.tokens)
    )
    facts.measures += [m for m in numbers.measures if m not in facts.measures]
    if facts.extends and day is not None and found <= {Mark.ahead} and not facts.found and numbers.percent is None:
        facts.extension, found = day, set()  # 恳请延至春节后，2月28日前完成
    if day is not None and not _is_the_plans(clause, label, day, ctx, code):
        facts.expected = day
    if past and not facts.past_day:
        facts.past_day = ctx.text[clause.start : clause.end]
    facts.found |= found
    said = sum(
        len(t.text) for t in clause.tokens if t.kind is Kind.TEXT or (t.kind is Kind.WORD and t.has("HOLD", *_WORDLESS))
    )
    if clause.has("NEG"):
        said += sum(len(t.text) for t in clause.tokens if t.has("GENERIC"))
    facts.words += said + 2 * sum(t.kind in (Kind.SHARE, Kind.AMOUNT) for t in clause.tokens)
    if (
        not (found or numbers.percent is not None or numbers.measures or day or problem or clause.has("OKAY"))
        and said >= 2
    ):
        facts.unread.append(ctx.text[clause.start : clause.end])


def _is_title(label: Clause, ctx: Context, code: str | None) -> bool:
    words = subject(label, ctx)
    return len(words) > 1 and ctx.view.titles.covers(words, code or "")


def _still_to_come(clause: Clause, ctx: Context, code: str | None) -> bool:
    """Tell whether something of the task's own title is said to be on a day ahead."""
    ahead = any(_coming(t, ctx) for t in clause.tokens) and not clause.has("PAST", "DONE", "LANDS")
    return ahead and code is not None and ctx.view.titles.strength(subject(clause, ctx), code) >= _TOUCHES


def _is_the_plans(clause: Clause, label: Clause | None, day: date, ctx: Context, code: str | None) -> bool:
    """完成时限2022年12月: the plan's own deadline, repeated."""
    task = ctx.task(code)
    told = [t.text for c in (clause, label) if c is not None for t in c.tokens if t.has("LIMIT")]
    plain = any(word.endswith(("时限", "期限", "截止时间", "截止日期", "deadline")) for word in told)
    return plain and task is not None and task.deadline == day
