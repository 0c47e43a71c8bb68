"""Which tasks a group of clauses is said of.

In this order: the codes it names; the places of the message replied to; the words of a title; the message
replied to, where
it was about one task; the only open task that the unit leads. A number and title words that disagree are asked about —
unless the numbers are the writer's own (1. 2. 3. in sequence): then the title words win. What cannot be told is None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.joining import Group
from bot.replies.ledger import Standing
from bot.replies.names import Named
from bot.replies.openings import is_part
from bot.replies.reading import REST, Doubt, DoubtKind
from bot.replies.statements import is_statement, of_all, only_stands
from bot.replies.subjects import subject
from bot.replies.titles import bare, essence
from bot.replies.tokens import Kind
from bot.replies.topics import topic

Target = tuple[str | None, Standing]
_NOW = ("本", "这", "当", "今")
"""A month or week that a report is of."""


@dataclass(slots=True)
class Targets:
    """The tasks of a group; `named` where the words themselves told them; candidates where they did not."""

    tasks: list[Target]
    named: bool
    candidates: tuple[str, ...] = ()


def own_ordinals(groups: list[Group], ctx: Context) -> bool:
    """Tell whether 1. 2. 3. number the writer's own paragraphs: in sequence from 1, and some title words say
    otherwise."""
    bullets = [g.mention.bullet for g in groups if g.mention and g.mention.bullet]
    if len(bullets) < 2:
        bullets = [
            g.mention.bullet if g.mention else g.bullet for g in groups if g.bullet or (g.mention and g.mention.bullet)
        ]
    if len(bullets) < 2 or any(
        number not in (1, before + 1) for before, number in zip([0, *bullets], bullets, strict=False)
    ):
        return False
    return any(g.mention and g.mention.bullet and (_other_title(g, ctx) or _points_elsewhere(g, ctx)) for g in groups)


def targets(group: Group, ctx: Context, others: set[str], ordinals: bool) -> Targets:
    """Return the tasks that the group is said of; `others` are those that the rest of the message names."""
    mention = group.mention
    if mention is not None and mention.excluded:
        return Targets([], True)
    if mention is None:
        if (
            len(ctx.reply_to) > 1
            and not others
            and (_stated_in_order(group, ctx) or _nothing_new(group) or _shares_in_order(group, ctx) or of_all(group))
        ):
            return _all(ctx, others)
        return Targets([], False) if _of_others(group) else _untold(group, ctx, others)
    if mention.kind == "rest":
        return _rest(ctx, others)
    if mention.kind == "all":
        return _all(ctx, others)
    if mention.bullet and ordinals:
        title = _other_title(group, ctx)
        if title or not _same_title(group, ctx):
            return _untold(group, ctx, others, bullet=True)
    if len(mention.codes) == 1 and not group.by_title and (title := _other_title(group, ctx)):
        code = mention.codes[0][0]
        both = (code, title) if ctx.own(code) else (title,)
        words = ctx.text[group.clauses[0].start : group.clauses[0].end]
        ctx.doubts.append(Doubt(DoubtKind.disagree, words, candidates=both))
        return Targets([(None, "own")], True, both)
    if any(standing == "unclear" for _, standing in mention.codes):
        rows = tuple(c for c, _ in mention.codes)
        return Targets(
            [(None if s == "unclear" else c, "own" if s == "unclear" else s) for c, s in mention.codes], True, rows
        )
    return Targets(list(mention.codes), True)


def _of_others(group: Group) -> bool:
    """财政局说6和30他们都弄完了: what another unit says of its own tasks."""
    words = [t.text for c in group.clauses[:1] for t in c.tokens]
    told = len(words) > 2 and words[1].startswith(("说", "讲", "反馈", "告知", "回复"))
    return told and group.clauses[0].tokens[0].has("OUTSIDE") and any(w in ("他们", "人家") for w in words[2:])


def _rest(ctx: Context, others: set[str]) -> Targets:
    if len(ctx.reply_to) > 1 or (ctx.reply_to and ctx.reply_to[0] not in others):
        left = [c for c in ctx.reply_to if c not in others]
        if left:
            return Targets([(c, "own" if ctx.own(c) else "not_yours") for c in left], True)
    return Targets([(REST, "own")], True)


def _shares_in_order(group: Group, ctx: Context) -> bool:
    """80%，60%, in answer to two tasks: one share each, and nothing else."""
    bare = all(len(c.tokens) == 1 and c.tokens[0].kind is Kind.SHARE for c in group.clauses)
    return bare and len(group.clauses) == len(ctx.reply_to)


def _stated_in_order(group: Group, ctx: Context) -> bool:
    """完成；60%；没动, 分别完成80%、60%、40%: a statement for each of the tasks asked about, and nothing else."""
    said = [c for c in group.clauses if not c.only("EACH", "APPROX", "BE", "ADV")]
    return len(said) == len(ctx.reply_to) and all(is_statement(c) for c in said)


def _nothing_new(group: Group) -> bool:
    """无, 同上月: said in answer to several tasks, it is said of them all."""
    if len(group.clauses) != 1:
        return False
    clause = group.clauses[0]
    said = [t for t in clause.tokens if not (t.kind is Kind.DATE and t.text.startswith(_NOW))]
    plain = "".join(t.text for t in said if not t.has("ALL", "ADV")) in ("无", "没有")
    return plain or (clause.has("NOCHANGE") and all(t.has("NOCHANGE", "ADV", "ALL") for t in said))


def _all(ctx: Context, others: set[str]) -> Targets:
    if ctx.reply_to:
        return Targets([(c, "own" if ctx.own(c) else "not_yours") for c in ctx.reply_to if c not in others], True)
    only = ctx.only_task()
    return Targets([(only if only and not others else REST, "own")], True)


def _untold(group: Group, ctx: Context, others: set[str], bullet: bool = False) -> Targets:
    words = _title_words(group, ctx)
    replied = frozenset(ctx.reply_to)
    if (group.bullet or bullet) and (heading := _heading(group, ctx)) and heading not in others:
        return Targets([(heading, "own")], True)
    named = _named(group, ctx)
    code, candidates = named.code, named.candidates
    if code is None and len(replied) > 1:
        code, candidates = ctx.view.titles.best(words, replied)
    if code is None:
        code, candidates = ctx.view.titles.best(words)
        if (
            code
            and ctx.reply_to
            and code not in replied
            and (
                not ctx.view.titles.covers(_subject(group.clauses, ctx), code)
                or (len(replied) == 1 and ctx.view.titles.strength(words, ctx.reply_to[0]) >= 0.8)
            )
        ):
            code = None
        unlikely = len(named.candidates) > 1 and code not in named.candidates
        if code and (unlikely or (_only_a_name(group, ctx) and (named.vague or named.candidates != (code,)))):
            code = None
    if code is not None and code not in others:
        return Targets([(code, "own")], True)
    numbered = group.bullet or bullet
    if numbered and 1 <= numbered <= len(ctx.reply_to) and len(ctx.reply_to) > 1 and group.bullet:
        return Targets([(ctx.reply_to[group.bullet - 1], "own")], True)
    left = [c for c in ctx.reply_to if c not in others]
    if len(ctx.reply_to) == 1 and left and not bullet:
        return Targets([(left[0], "own" if ctx.own(left[0]) else "not_yours")], False)
    only = ctx.only_task()
    if only and not ctx.reply_to and only not in others and (code is None) and not _rival(candidates, only):
        return Targets([(only, "own")], False)
    return Targets([(None, "own")], False, tuple(left) or candidates)


def _only_a_name(group: Group, ctx: Context) -> bool:
    """Tell whether nothing points to a task but a name, which was looked at as one."""
    words = bare(_title_words(group, ctx))
    name = topic(group.clauses[0], ctx).name if group.clauses else ""
    return 2 <= len(name) <= 8 and len(words) <= len(name) + 4


def _named(group: Group, ctx: Context) -> Named:
    """Return what the first words mean as a task's name."""
    found = Named()
    for clause in group.clauses[:2]:
        said = topic(clause, ctx)
        named = ctx.view.titles.names.led_by(said.name, said.marked) if len(said.name) >= 2 else Named()
        if named.code is not None and clause is not group.clauses[0] and is_part(clause, named, ctx):
            continue
        if named.code is not None:
            return named
        found = found if found.candidates else named
    return found


def _heading(group: Group, ctx: Context) -> str | None:
    """Return the task whose title the first words of a numbered paragraph are, whatever the rest speaks of."""
    first = group.clauses[0]
    words = first.said
    if first.after < 2 or not 3 <= len(essence(words)) <= 20:
        return None
    code, _ = ctx.view.titles.best(words)
    return code if code is not None and ctx.view.titles.covers(words, code) else None


def _rival(candidates: tuple[str, ...], only: str) -> bool:
    return bool(candidates) and candidates[0] != only


def _title_words(group: Group, ctx: Context) -> str:
    parts: list[str] = []
    for clause in group.clauses[:4]:
        if clause.has("NEXT"):
            break
        if only_stands(clause):
            continue
        parts += [
            t.text
            for t in clause.tokens
            if t.kind is Kind.TEXT or (t.kind is Kind.WORD and not t.has("DONE", "ADV", "POLITE", "OKAY"))
        ]
        parts.append(" ")
    return "".join(parts)


def _subject(clauses: list[Clause], ctx: Context) -> str:
    for clause in clauses[:2]:
        if only_stands(clause):
            continue
        words = subject(clause, ctx)
        if len(essence(words)) >= 2:
            return words
    return ""


def _points_elsewhere(group: Group, ctx: Context) -> bool:
    """Tell whether the words behind an ordinal point to another task, and not to the one of that number."""
    words = _subject(group.clauses[:2], ctx)
    code = group.mention.codes[0][0] if group.mention and group.mention.codes else ""
    best, _ = ctx.view.titles.best(words)
    return best is not None and best != code and ctx.view.titles.strength(words, code) < 1


def _same_title(group: Group, ctx: Context) -> bool:
    code = group.mention.codes[0][0] if group.mention and group.mention.codes else ""
    words = _subject(group.clauses, ctx)
    best, _ = ctx.view.titles.best(words)
    return best in (None, code) and ctx.view.titles.strength(words, code) >= 1


def _other_title(group: Group, ctx: Context) -> str | None:
    """Return the open task whose title stands right behind a number that is another task's."""
    if group.mention is None or len(group.mention.codes) != 1 or group.mention.kind != "codes":
        return None
    code = group.mention.codes[0][0]
    words = _stated_of(group.clauses[:2], ctx)
    titles, letters = ctx.view.titles, len(essence(words))
    if letters < 2 or (letters == 2 and titles.strength(words, code)):
        return None  # 19 清欠…: two letters are enough where the numbered task has none of them
    other, _ = titles.best(words)
    if other is None or other == code or not (titles.covers(words, other) or _names_mostly(words, other, ctx, code)):
        return None
    task = ctx.task(code)
    if titles.strength(words, code) >= 1 or (task is not None and _shares(words, task.title)):
        return None
    return other


def _stated_of(clauses: list[Clause], ctx: Context) -> str:
    """Return what is spoken of, without the words of progress behind it: 证照分离 of 证照分离正常推进."""
    for clause in clauses:
        kept = list(clause.tokens)
        while kept and kept[-1].has("PROGRESS", "ALL", "ADV"):
            kept.pop()
        words = subject(clause if len(kept) == len(clause.tokens) else replace(clause, tokens=kept), ctx)
        if len(essence(words)) >= 2:
            return words
        if not clause.bare:
            return ""  # 48办结，单独竣工验收1个: what follows is not the number's title
    return ""


def _names_mostly(words: str, code: str, ctx: Context, numbered: str) -> bool:
    """跨境电商示范区引进企业: a telling name and half the words from one title, and a word about it."""
    titles = ctx.view.titles
    enough = 3.0 if titles.strength(words, numbered) > 0.2 else 1.8
    return titles.covers(words, code, 0.5) and titles.strength(words, code) >= enough


def _shares(words: str, title: str) -> bool:
    """Three characters in a row of the named task's own title: no disagreement."""
    text, name = essence(words), essence(title)
    return any(text[i : i + 3] in name for i in range(len(text) - 2))
