"""Several tasks named by their titles in one breath: 开办企业时间和证照分离都正常, 证照分离、双随机都办结了."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.topics import topic

_JOINING = frozenset("和与及跟")
_JOINED = re.compile(f"[{''.join(sorted(_JOINING))}]")
_BODIES = ("部门", "单位", "公司", "专班", "企业", "业主", "厂家")


@dataclass(slots=True)
class Together:
    """The tasks that a clause names by their titles, and what is left of it to be said of them."""

    codes: list[str]
    said: Clause


def paired_titles(clause: Clause, ctx: Context) -> Together | None:
    """Return the tasks whose names stand joined by 和, 与, 跟 … at the head of a clause; None where it is not so."""
    if _JOINING.isdisjoint(clause.said):
        return None
    said = topic(clause, ctx)
    rest = clause.tokens[said.upto :]
    names = _JOINED.split(said.name)
    if len(names) < 2 or not rest:
        return None
    codes = [_means(name, ctx) for name in names]
    told = [code for code in codes if code is not None]
    if len(set(told)) < len(names):
        return None  # 培训和指导, 政府采购和招投标: one name
    return Together(told, replace(clause, tokens=rest))


def _means(name: str, ctx: Context) -> str | None:
    if len(name) < 2 or name.endswith(_BODIES):
        return None  # 测量跟主管部门还没谈拢: one with whom, not another task
    titles = ctx.view.titles
    named = titles.names.meant(name)
    if named.code is not None or named.vague or named.candidates:
        return named.code
    best, _ = titles.best(name)
    return best if best is not None and titles.covers(name, best) else None


def without_name(clause: Clause, ctx: Context) -> Clause:
    """Return what is said in a clause, without the name that it begins with."""
    return replace(clause, tokens=clause.tokens[topic(clause, ctx).upto :])


def names_only(clauses: list[Clause], codes: list[str], ctx: Context) -> bool:
    """Tell whether the clauses say nothing but the name of the one task."""
    if len(codes) != 1 or len(clauses) != 1:
        return False
    said = topic(clauses[0], ctx)
    alone = said.upto == len(clauses[0].tokens) and len(said.name) >= 2
    return alone and (ctx.view.titles.covers(said.name, codes[0]) or _means(said.name, ctx) == codes[0])


def names_its_task(clauses: list[Clause], codes: list[str], ctx: Context) -> bool:
    """Tell whether the clauses say nothing but the task's number and perhaps its name."""
    said = [clause for clause in clauses if not clause.bare]
    return not said or names_only(said, codes, ctx)
