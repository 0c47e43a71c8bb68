"""Which clauses begin to speak of another task by its name, without a number.

A name that certainly means a task opens a group where a word says that a task is meant (那项, 这块), where it heads a
line, or where the task before was told by its name as well and something is stated. Under a heading and in a numbered
paragraph the task's own points follow, whatever they speak of.
"""

from __future__ import annotations

from typing import Protocol

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.cursor import STATUS
from bot.replies.names import Named
from bot.replies.statements import only_stands
from bot.replies.subjects import subject
from bot.replies.titles import essence
from bot.replies.together import names_only
from bot.replies.tokens import Kind, Mention
from bot.replies.topics import Topic, may_be_marked, topic
from bot.replies.words_plan import begins_with_verb

_OF_THEM = ("其中", "用于", "包括", "包含", "含")
_STATES = (*STATUS, "WAIT", "LACK", "NEG", "SAME")


class Open(Protocol):
    """The group that a clause may leave."""

    clauses: list[Clause]
    mention: Mention | None
    by_title: bool
    bullet: int

    @property
    def empty(self) -> bool:
        """Nothing is said yet but the mention."""


def opened(clause: Clause, last: Open | None, prefixed: bool, ctx: Context) -> str | None:
    """Return the open task that the clause begins to speak of, None where it goes on about the one before; `prefixed`:
    something was said before any task was named."""
    if last is not None and last.empty and not last.by_title and last.mention is not None:
        return None
    of_them = bool(clause.tokens) and clause.tokens[0].text == "其中"
    if not (of_them or may_be_marked(clause) or _may_open(clause, last, prefixed, ctx)):
        return None
    words, said = subject(clause, ctx), topic(clause, ctx)
    if len(said.name) < 2 and len(essence(words)) < 2:
        return None
    if not said.name and only_stands(clause):
        return None
    if last is not None and of_them and (code := _one_of_all(said, last, ctx)):
        return code
    if last is not None and said.name.startswith(_OF_THEM):
        return None
    if not (said.marked or _may_open(clause, last, prefixed, ctx)) or _names_a_unit(clause, ctx):
        return None
    named = ctx.view.titles.names.led_by(said.name, said.marked)
    code = named.code or _pointed(words, said, named, ctx)
    if code is None:
        return None
    if last is None and prefixed and is_part(clause, named, ctx):
        return None
    if last is None:
        return code if not prefixed or clause.before >= 2 or named.code else None
    if last.bullet and clause.before < 4 and not named.code:
        return None
    here = [c for c, _ in last.mention.codes] if last.mention else []
    if named.code is not None and _asked_for(clause, named, here, last, ctx):
        return code
    if len(ctx.reply_to) == 1 and here == [ctx.reply_to[0]] and not (named.firm or said.marked):
        return None  # in answer to one task a few of its words are a part of it
    if code in here or (clause.before < 4 and any(c.has("NEXT") for c in last.clauses)):
        return None
    if named.code is not None and not set(here) & set(named.candidates) and _leaves(clause, said, named, last):
        return code
    return code if _speaks_of_another(clause, words, code, last, ctx) else None


def _may_open(clause: Clause, last: Open | None, prefixed: bool, ctx: Context) -> bool:
    """Tell whether a clause may begin to speak of another task at all, where no word says that it names one."""
    if last is None:
        return not prefixed or clause.before >= 2
    if last.bullet and clause.before < 4:
        return False  # a point of the numbered paragraph's own
    if _heading(last) and clause.before <= 2 and not clause.label:
        return False  # nor under a heading
    stated = clause.has(*_STATES) or clause.kinds(Kind.SHARE)
    return stated or last.by_title or clause.before > 2 or len(ctx.reply_to) > 1


def _names_a_unit(clause: Clause, ctx: Context) -> bool:
    """应该是县规划自然资源局: nothing but whose it is."""
    words = "".join(t.text for t in clause.tokens if not t.has("BE", "SHOULDBE", "ADV", "FUTURE"))
    return len(words) >= 4 and (words in ctx.ledger.units or f"县{words}" in ctx.ledger.units)


def _heading(last: Open) -> bool:
    """Tell whether a group begins with a heading; 外贸培育存在问题：人手不足 is none."""
    return bool(last.clauses[0].label) and not last.clauses[0].has("PROBLEM", "CAUSE")


def is_part(clause: Clause, named: Named, ctx: Context) -> bool:
    """12月底悬，人防那块并不进来, in answer to one task: a part of it, where the name is no more than a word of
    another's text."""
    return len(ctx.reply_to) == 1 and clause.before <= 2 and not (clause.label or named.firm)


def _one_of_all(said: Topic, last: Open, ctx: Context) -> str | None:
    """三项均有序推进，其中投资审批改革完成55%: one of those that the message answered asked for."""
    together = last.mention is not None and (last.mention.kind == "all" or len(last.mention.codes) > 1)
    if not (together or (last.mention is None and len(ctx.reply_to) > 1)):
        return None
    code = ctx.view.titles.names.led_by(said.name.removeprefix("其中"), said.marked).code
    return code if code is not None and (code in ctx.reply_to or not ctx.reply_to) else None


def _asked_for(clause: Clause, named: Named, here: list[str], last: Open, ctx: Context) -> bool:
    """36完成90%，一卡通月底完不成: a name of a task that was asked for, behind what was said of another."""
    code = named.code
    if code is None or code not in ctx.reply_to or len(ctx.reply_to) < 2 or code in here:
        return False
    if not any(_states(one) for one in last.clauses):
        return False
    figures = named.firm and clause.before >= 3 and clause.kinds(Kind.AMOUNT)
    told = _states(clause) or clause.has("NEG", "LACK", "WAIT")
    return told or figures or (named.firm and names_only([clause], [code], ctx))


def _pointed(words: str, said: Topic, named: Named, ctx: Context) -> str | None:
    if said.plain and (named.vague or len(named.candidates) != 1):
        return None
    code, _ = ctx.view.titles.best(words)
    return code if not said.plain or named.candidates == (code,) else None


def _leaves(clause: Clause, said: Topic, named: Named, last: Open) -> bool:
    if said.marked or (clause.before >= 4 and clause.label):
        return True
    if _heading(last) and clause.before < 4 and not clause.label:
        return False  # under a heading the task's own points follow
    if clause.label and clause.before >= 3 and last.by_title:
        return True
    if not named.firm:
        listed = len(last.clauses) == 1 and clause.kinds(Kind.AMOUNT) and not begins_with_verb(said.name)
        if not last.by_title or not (_states(clause) or listed):
            return False
        return any(_states(c) or c.kinds(Kind.AMOUNT) for c in last.clauses)
    stated = clause.has(*_STATES) or clause.kinds(Kind.SHARE, Kind.AMOUNT) or len(said.name) >= 4
    return last.by_title and stated


def opens_unknown(clause: Clause, last: Open, ctx: Context) -> bool:
    """Tell whether a clause states something of a task that cannot be told, and not of the one before: a line with a
    label of its own, or after a statement another one of what several other tasks may be called."""
    if not last.by_title:
        return False
    if clause.label and clause.only("PROBLEM", "NEXT", "CAUSE", "OVERALL", "GENERIC", "ADV", "LIMIT", "FUTURE"):
        return False  # 问题：, 下一步：
    if clause.before >= 4 and clause.label and len(essence(subject(clause, ctx))) >= 2:
        return True
    said = topic(clause, ctx)
    enough = len(said.name) >= 3 or clause.kinds(Kind.SHARE)
    if not (said.plain and enough and _states(clause) and any(_states(one) for one in last.clauses)):
        return False
    here = {code for code, _ in last.mention.codes} if last.mention else set()
    named = ctx.view.titles.names.meant(said.name, said.marked)
    if not named.candidates or named.code in here or clause.has("INDICATOR"):
        return False
    both = _definite(clause) and any(_definite(one) for one in last.clauses)
    return both or not here & set(named.candidates)


def _definite(clause: Clause) -> bool:
    return clause.has("DONE", "NOTSTARTED", "NOCHANGE") or clause.kinds(Kind.SHARE)


def _states(clause: Clause) -> bool:
    return clause.has(*STATUS, "SAME") or clause.kinds(Kind.SHARE)


def _speaks_of_another(clause: Clause, words: str, code: str, last: Open, ctx: Context) -> bool:
    titles = ctx.view.titles
    covers = titles.covers(words, code)
    strength = titles.strength(words, code)
    if clause.before >= 4 and (clause.label or last.by_title) and strength >= 2:
        return True
    here = [c for c, _ in last.mention.codes] if last.mention else []
    if max((titles.strength(words, c) for c in here), default=0.0) > strength / 3:
        return False
    if clause.before >= 3:
        here_alone = _definite(clause) and len(essence(words)) >= 4 and strength >= 2
        return covers or (last.by_title and strength >= 3.5) or here_alone
    stated = clause.has(*_STATES) or clause.kinds(Kind.SHARE)
    if last.by_title and stated and strength >= 2:
        return True
    stated = stated or (last.by_title and clause.kinds(Kind.AMOUNT))
    enough = 1.5 if last.by_title else 3.0
    shortest = 3 if last.by_title else 4
    return covers and stated and strength >= enough and len(essence(words)) >= shortest
