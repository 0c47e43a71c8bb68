"""A message -> a Reading: normalise, lex, mark the mentions, split into clauses, group by task, gather the
facts, judge.

    text -> tokens (lexer.py) -> mentions (mentions.py) -> clauses (clauses.py) -> groups (groups.py)
         -> tasks of a group (tasks.py) and facts of a group (items.py) -> items and kind (here and kinds.py)

Everything is pure; nothing is stored or asked here. Where the words do not carry an item, none is made: a
reading without
items is `chat`, and `unread` quotes what was not understood.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.replies import kinds
from bot.replies.clauses import Clause, split
from bot.replies.context import Context, context
from bot.replies.corrections import corrects
from bot.replies.dictated import listed
from bot.replies.facts import Facts
from bot.replies.fields import behind_ticks, with_colons
from bot.replies.finishing import Mark
from bot.replies.groups import group
from bot.replies.items import gather
from bot.replies.joining import Group
from bot.replies.kept import FIRM, Kept
from bot.replies.ledger import Ledger
from bot.replies.lexer import lex
from bot.replies.mentions import Marker
from bot.replies.normalise import normalise
from bot.replies.notices import is_greeting, is_notice
from bot.replies.ordinals import both, circled, places, points, without_own
from bot.replies.part import Part
from bot.replies.reading import REST, Item, OnItsWay, Reading, Refusal
from bot.replies.reporting import is_head, reports
from bot.replies.requests import may_want, wanted
from bot.replies.rounds import round_month
from bot.replies.runon import part_names
from bot.replies.sections import place_obstacles
from bot.replies.statements import (
    contradict,
    dated_together,
    in_order,
    of_the_only,
    one_by_one,
    said_of_all_first,
    some_of,
    within_frame,
)
from bot.replies.tables import unfold
from bot.replies.tasks import own_ordinals, targets
from bot.replies.tokens import Kind
from bot.replies.writers import without_writers
from storage.kinds import ReadingKind, Status

_log = logging.getLogger(__name__)
_MOST = 400
"""Clauses read of one message."""
_MOST_SAID = 600
"""And readings of them, where they are said of several tasks at once; one part takes no more than half of these."""


def read(text: str, *, unit: str, today: date, ledger: Ledger, reply_to: Sequence[str] | None = None) -> Reading:
    """Read one message of a unit's liaison. `reply_to`: the codes of the message it answers, in order. Never raises."""
    try:
        return understand(text, unit=unit, today=today, ledger=ledger, reply_to=reply_to)
    except Exception:  # a message must never be lost to a fault of the reader: it is shown as not understood
        _log.exception("the reader failed on a text of %d characters", len(text))
        return Reading(ReadingKind.chat, unread=text)


def understand(text: str, *, unit: str, today: date, ledger: Ledger, reply_to: Sequence[str] | None = None) -> Reading:
    """Read one message; what `read` does, faults included."""
    if not ledger.knows(unit):
        return Reading(ReadingKind.unknown_unit, unread=text)
    plain = without_writers(normalise(circled(text, len(reply_to or ()))), ledger)
    plain = behind_ticks(with_colons(plain))
    ctx = context(plain, today, ledger, unit, reply_to)
    ctx.text = listed(both(points(places(without_own(unfold(ctx.text, ctx), ctx), ctx), ctx), ctx), ctx)
    return _Reader(ctx).run()


class _Reader:
    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.kept = Kept(ctx)
        self.refused: dict[str, Refusal] = {}
        self.shown: list[Item] = []  # what would be stored of refused codes
        self.talk = kinds.Talk()
        self.unread: list[str] = list(ctx.unread)
        self.later: list[OnItsWay] = []
        self.wants = may_want(ctx.text)
        self.more = False
        self.said = 0  # clauses read, once for each task that they are said of

    def run(self) -> Reading:
        ctx = self.ctx
        tokens = lex(ctx.text, ctx.today, ctx.ledger.odd_codes, ctx.view.titles.shield, ctx.view.numbers)
        month = round_month(tokens, ctx.today)
        alone = kinds.bare_number(tokens, ctx)
        if alone is not None:
            return alone
        clauses = split(Marker(part_names(tokens, ctx), ctx).run())
        if is_notice(ctx.text) or is_greeting(ctx.text):
            return Reading(ReadingKind.chat, unread=ctx.text)
        if len(clauses) > _MOST:
            self._pass_over(clauses[_MOST])
            del clauses[_MOST:]
        if kinds.undoes(clauses) and wanted(ctx.text) is None:
            return Reading(ReadingKind.undo, month=month)
        self.talk.corrects = ctx.corrects = corrects(clauses)
        for part in self._parts(clauses):
            whole = self._bounded(part)
            if part.group.clauses:
                self._take(part)
            if not whole and self.said > _MOST_SAID // 2:
                break
        return self._reading(month)

    def _bounded(self, part: Part) -> bool:
        """Cut off what is too much to be read of a part; tell whether all of it is left."""
        clauses, tasks = part.group.clauses, len(part.targets.tasks)
        left = min(_MOST_SAID - self.said, _MOST_SAID // 2 if tasks > 1 else _MOST_SAID)
        room = left // tasks if tasks else len(clauses)
        over = clauses[room:]
        if over:
            self._pass_over(over[0])
            del clauses[room:]
        self.said += len(clauses) * tasks
        return not over

    def _pass_over(self, clause: Clause) -> None:
        """Quote the first words of what is too much to be read."""
        self.unread.append(self.ctx.text[clause.start : clause.start + 80])

    def _without_request(self, part: Part) -> bool:
        """Take a request about the task itself off a part, with the reasons behind it; tell whether there was one."""
        if not self.wants:
            return False
        clauses = part.group.clauses
        if not may_want(part.words(self.ctx)):
            return False
        at = next((i for i, each in enumerate(clauses) if wanted(self.ctx.text[each.start : each.end])), None)
        if at is None and clauses and wanted(self.ctx.text[clauses[0].start : clauses[-1].end]):
            at = 0
        if at is None:
            return False
        self.talk.disputed = True  # it reports nothing: the office is asked to decide
        del clauses[at:]
        return True

    def _parts(self, clauses: list[Clause]) -> list[Part]:
        groups = within_frame(self._merged(of_the_only(group(clauses, self.ctx), self.ctx)))
        groups = dated_together(said_of_all_first(groups, self.ctx))
        ordinals = own_ordinals(groups, self.ctx)
        named = {
            c
            for g in groups
            if g.mention
            and g.mention.kind in ("codes", "order")
            and not (ordinals and g.mention.bullet)
            and not all(one.asked for one in g.clauses)
            for c, _ in g.mention.codes
        }
        self.more = len(groups) > 1
        parts: list[Part] = []
        for one in groups:
            others = set() if one.mention is not None and one.mention.codes else named
            part = Part(one, targets(one, self.ctx, others, ordinals))
            if part.targets.named:
                named |= {code for code, _ in part.targets.tasks if code and code != REST}
            parts.append(part)
        place_obstacles(parts, self.ctx)
        return parts

    def _merged(self, groups: list[Group]) -> list[Group]:
        """Put together what is said of the same tasks in two places."""
        merged: dict[tuple[object, ...], Group] = {}
        for at, one in enumerate(groups):
            codes = (
                one.mention
                and one.mention.kind == "codes"
                and not (one.mention.bullet or one.mention.excluded)
                and tuple(one.mention.codes)
            )
            key: tuple[object, ...] = ("codes", codes) if codes else ("place", at)
            if key in merged and not contradict(merged[key], one):
                merged[key].clauses += one.clauses
            else:
                merged[(*key, at) if key in merged else key] = one
        return list(merged.values())

    def _take(self, part: Part) -> None:
        asked = self._without_request(part)
        if asked and not part.group.clauses:
            return
        if len(part.targets.tasks) > 1 and (self._spread(part) or self._spread_shares(part)):
            return
        if (len(part.targets.tasks) > 1 and one_by_one(part.group)) or some_of(part.group, len(part.targets.tasks)):
            self.unread.append(part.words(self.ctx))
            return
        if part.group.mention is None and len(part.group.clauses) == 1 and self.more and one_by_one(part.group):
            return  # 一个完成一个没动：70完成，69没动
        if not part.targets.tasks:
            self.talk.note(gather(part.group.clauses, self.ctx, None))
        for code, standing in part.targets.tasks:
            facts = gather(part.group.clauses, self.ctx, code if code != REST else None)
            if code is None and part.targets.candidates and not facts.extends:
                likely = gather(part.group.clauses, self.ctx, part.targets.candidates[-1])
                facts = likely if likely.status() is Status.done else facts  # 76 保税仓已办结: which is asked
            facts.disputed = facts.disputed or asked
            self.talk.note(facts)
            if code is not None and self.kept.items and standing == "own" and kinds.likewise(part.group.clauses):
                last = self.kept.items[-1]
                self.kept.keep(replace(last, task=code, measures=(), words=part.words(self.ctx)), facts, part)
                continue
            if not reports(part, facts, self.ctx):
                self.unread += [words for words in facts.unread if words not in self.unread]
                unheard = part.by_number and standing == "own" and not (facts.pending or facts.asked or facts.disputed)
                if unheard and not facts.unread:
                    self.unread.append(part.words(self.ctx))  # 14正常，17还没盖章
                if facts.pending and code is not None and standing == "own" and (part.targets.named or code == REST):
                    self.later.append(OnItsWay(code, part.words(self.ctx)))  # 64正常，17等领导审
                continue
            if code is None and is_head(part, facts, more=self.more):
                continue
            item = self._item(code, facts, part)
            if code is None or standing in ("own", "unclear"):
                self.kept.keep(item, facts, part)
            else:
                why = "unknown_task" if standing == "unknown_task" else "not_yours"
                self.refused.setdefault(code, Refusal(code, why))  # type: ignore[arg-type]
                self.shown.append(item)

    def _spread_shares(self, part: Part) -> bool:
        """14、15分别完成80%、60%: one share each; where their numbers differ nothing is stored."""
        tokens = [t for c in part.group.clauses for t in c.tokens]
        shares = [t.value for t in tokens if t.kind is Kind.SHARE]
        codes = part.targets.tasks
        paired = all(len(c.shares()) == 1 for c in part.group.clauses) and len(part.group.clauses) == len(codes)
        paired = paired or any(len(c.shares()) == len(codes) and not c.has("INDICATOR") for c in part.group.clauses)
        if not shares or not (paired or any(t.has("EACH") for t in tokens)):
            return False
        if len(shares) != len(codes):
            self.unread.append(part.words(self.ctx))
            return True
        for (code, standing), share in zip(codes, shares, strict=True):
            percent = int(share + 0.5)
            status = {0: Status.not_started, 100: Status.done}.get(percent, Status.in_progress)
            if code is not None and standing in ("own", "unclear"):
                self.kept.keep(Item(code, status, percent, words=part.words(self.ctx)), Facts(), part)
        return True

    def _spread(self, part: Part) -> bool:
        """36-38：正常，正常，办结: one clause each, in order."""
        said = in_order(part.group, len(part.targets.tasks))
        for (code, standing), clause in zip(part.targets.tasks, said, strict=False):
            facts = gather([clause], self.ctx, code)
            if standing in ("own", "unclear"):
                self.kept.keep(self._item(code, facts, part), facts, part)
        return bool(said)

    def _item(self, code: str | None, facts: Facts, part: Part) -> Item:
        status = facts.status()
        if self.talk.corrects and facts.percent is None and not facts.expected and not facts.problem:
            figures = bool(facts.measures) and facts.found <= {Mark.progress, Mark.part}
            figures = figures and not any(c.has(*FIRM) for c in part.group.clauses)
            figures = figures and any(c.has("SHOULDBE", "WRONG", "NOTBE") for c in part.group.clauses)
            if figures or not (facts.found or facts.words_only):
                status = None  # a figure put right says nothing of how the task stands
        percent = facts.percent if status is not Status.done or facts.percent == 100 else None
        return Item(
            code,
            status,
            percent,
            facts.expected if status is not Status.done else None,
            tuple(facts.measures),
            facts.problem,
            facts.extension,
            part.words(self.ctx),
        )

    def _reading(self, month: date | None) -> Reading:
        refused = tuple(self.refused.values())
        self.talk.extends = self.kept.extends
        kind = self.talk.kind(bool(self.kept.items), [r.why for r in refused])
        shown = tuple(self._once(self.shown)) if kind in kinds.REFUSING else ()
        items = tuple(self.kept.items) or shown
        return Reading(
            kind,
            items,
            asks=(bool(self.kept.items) and (self.talk.asked or self.talk.disputed)) or kind is ReadingKind.question,
            refused=refused if self.kept.items or kind in kinds.REFUSING else (),
            month=month,
            unread=self._not_understood(kind, bool(items)),
            candidates=self.kept.candidates,
            doubts=tuple(self.ctx.doubts),
            on_its_way=tuple(self.later) if self.kept.items else (),
        )

    def _not_understood(self, kind: ReadingKind, told: bool) -> str:
        """Return what is to be quoted: the parts that were not read, the whole message where nothing was."""
        if told or kind is not ReadingKind.chat:
            return "；".join(dict.fromkeys(self.unread))
        return "" if self.talk.polite else self.ctx.text

    @staticmethod
    def _once(items: list[Item]) -> list[Item]:
        return list({item.task: item for item in items}.values())
