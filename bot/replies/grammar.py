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
from dataclasses import dataclass, field, replace
from datetime import date

from bot.replies import kinds
from bot.replies.clauses import Clause, split
from bot.replies.context import Context, context
from bot.replies.finishing import Mark
from bot.replies.groups import Group, group
from bot.replies.items import Facts, gather
from bot.replies.ledger import Ledger
from bot.replies.lexer import lex
from bot.replies.mentions import Marker
from bot.replies.normalise import normalise
from bot.replies.notices import is_notice
from bot.replies.ordinals import circled, without_own
from bot.replies.reading import REST, Doubt, DoubtKind, Item, Reading, Refusal
from bot.replies.requests import wanted
from bot.replies.rounds import round_month
from bot.replies.statements import (
    by_the_clock,
    is_statement,
    of_the_only,
    one_by_one,
    some_of,
    states,
    unsure,
    within_frame,
)
from bot.replies.tables import unfold
from bot.replies.tasks import Targets, own_ordinals, targets
from bot.replies.tokens import Kind
from storage.kinds import ReadingKind, Status

_log = logging.getLogger(__name__)
_FIRM = ("PROGRESS", "UNDONE", "STOPPED", "CANTDO", "NOTSTARTED", "NOCHANGE", "WAIT")
_MOST = 400
"""Clauses read of one message."""


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
    ctx = context(normalise(circled(text, len(reply_to or ()))), today, ledger, unit, reply_to)
    ctx.text = without_own(unfold(ctx.text, ctx), ctx)
    return _Reader(ctx).run()


@dataclass(slots=True)
class _Part:
    """A group with its tasks and facts."""

    group: Group
    targets: Targets
    facts: list[Facts] = field(default_factory=list)


class _Reader:
    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.items: list[Item] = []
        self.refused: dict[str, Refusal] = {}
        self.shown: list[Item] = []  # what would be stored of refused codes
        self.talk = kinds.Talk()
        self.candidates: tuple[str, ...] = ()
        self.unread: list[str] = []
        self.more = False
        self.spread: dict[str, int] = {}
        self.implied: set[str] = set()  # tasks of which only figures or steps were told so far

    def run(self) -> Reading:
        ctx = self.ctx
        tokens = lex(ctx.text, ctx.today, ctx.ledger.odd_codes, ctx.view.titles.shield)
        month = round_month(tokens, ctx.today)
        alone = kinds.bare_number(tokens, ctx)
        if alone is not None:
            return alone
        clauses = split(Marker(tokens, ctx).run())
        if is_notice(ctx.text):
            return Reading(ReadingKind.chat, unread=ctx.text)
        if len(clauses) > _MOST:
            self.unread.append(ctx.text[clauses[_MOST].start : clauses[_MOST].start + 80])
            del clauses[_MOST:]
        if kinds.undoes(clauses) and wanted(ctx.text) is None:
            return Reading(ReadingKind.undo, month=month)
        self.talk.corrects = ctx.corrects = kinds.corrects(clauses)
        for part in self._parts(clauses):
            self._take(part)
        return self._reading(month)

    def _without_request(self, part: _Part) -> bool:
        """Take a request about the task itself off a part, with the reasons behind it; tell whether there was one."""
        clauses = part.group.clauses
        at = next((i for i, each in enumerate(clauses) if wanted(self.ctx.text[each.start : each.end])), None)
        if at is None and clauses and wanted(self.ctx.text[clauses[0].start : clauses[-1].end]):
            at = 0
        if at is None:
            return False
        self.talk.disputed = True  # it reports nothing: the office is asked to decide
        del clauses[at:]
        return True

    def _parts(self, clauses: list[Clause]) -> list[_Part]:
        groups = within_frame(self._merged(of_the_only(group(clauses, self.ctx), self.ctx)))
        ordinals = own_ordinals(groups, self.ctx)
        named = {
            c
            for g in groups
            if g.mention and g.mention.kind in ("codes", "order") and not all(one.asked for one in g.clauses)
            for c, _ in g.mention.codes
        }
        self.more = len(groups) > 1
        parts: list[_Part] = []
        for one in groups:
            others = named - ({c for c, _ in one.mention.codes} if one.mention else set())
            others |= {c for p in parts for c, _ in p.targets.tasks if c and c != REST and p.targets.named}
            parts.append(
                _Part(
                    one,
                    targets(one, self.ctx, others if one.mention is None or not one.mention.codes else set(), ordinals),
                )
            )
        return parts

    def _merged(self, groups: list[Group]) -> list[Group]:
        """Put together what is said of the same tasks in two places."""
        merged: dict[tuple[object, ...], Group] = {}
        for at, one in enumerate(groups):
            codes = one.mention and one.mention.kind == "codes" and not one.mention.bullet and tuple(one.mention.codes)
            key: tuple[object, ...] = ("codes", codes) if codes else ("place", at)
            if key in merged and not (states(merged[key]) and states(one)):
                merged[key].clauses += one.clauses
            else:
                merged[(*key, at) if key in merged else key] = one
        return list(merged.values())

    def _take(self, part: _Part) -> None:
        asked = self._without_request(part)
        if asked and not part.group.clauses:
            return
        if len(part.targets.tasks) > 1 and (self._spread_statements(part) or self._spread_shares(part)):
            return
        if (len(part.targets.tasks) > 1 and one_by_one(part.group)) or some_of(part.group, len(part.targets.tasks)):
            self.unread.append(self._words(part))
            return
        if part.group.mention is None and len(part.group.clauses) == 1 and self.more and one_by_one(part.group):
            return  # 一个完成一个没动：70完成，69没动
        if not part.targets.tasks:
            self.talk.note(gather(part.group.clauses, self.ctx, None))
        for code, standing in part.targets.tasks:
            facts = gather(part.group.clauses, self.ctx, code if code != REST else None)
            facts.disputed = facts.disputed or asked
            self.talk.note(facts)
            if code is not None and self.items and standing == "own" and kinds.likewise(part.group.clauses):
                last = self.items[-1]
                self._keep(replace(last, task=code, measures=(), words=self._words(part)), facts, part)
                continue
            if not self._reports(part, facts):
                self.unread += [words for words in facts.unread if words not in self.unread]
                continue
            if code is None and self._heads(part, facts):
                continue
            item = self._item(code, facts, part)
            if code is None or standing in ("own", "unclear"):
                self._keep(item, facts, part)
            else:
                why = "unknown_task" if standing == "unknown_task" else "not_yours"
                self.refused.setdefault(code, Refusal(code, why))  # type: ignore[arg-type]
                self.shown.append(item)

    def _spread_shares(self, part: _Part) -> bool:
        """14、15分别完成80%、60%: one share each; where their numbers differ nothing is stored."""
        tokens = [t for c in part.group.clauses for t in c.tokens]
        shares = [t.value for t in tokens if t.kind is Kind.SHARE]
        codes = part.targets.tasks
        paired = any(len(c.shares()) == len(codes) and not c.has("INDICATOR") for c in part.group.clauses)
        if not shares or not (paired or any(t.has("EACH") for t in tokens)):
            return False
        if len(shares) != len(codes):
            self.unread.append(self._words(part))
            return True
        for (code, standing), share in zip(codes, shares, strict=True):
            percent = int(share + 0.5)
            status = {0: Status.not_started, 100: Status.done}.get(percent, Status.in_progress)
            if code is not None and standing in ("own", "unclear"):
                self._keep(Item(code, status, percent, words=self._words(part)), Facts(), part)
        return True

    def _spread_statements(self, part: _Part) -> bool:
        """36-38：正常，正常，办结: one statement each, in order."""
        said = [c for c in part.group.clauses if not c.only("EACH", "APPROX", "BE", "ADV")]
        each = any(c.has("EACH") for c in part.group.clauses)
        labelled = part.group.clauses[0].label or len(said) > 2 or each
        plain = all(is_statement(c) or (each and c.kinds(Kind.AMOUNT)) for c in said)
        if len(said) != len(part.targets.tasks) or not (labelled and plain):
            return False
        for (code, standing), clause in zip(part.targets.tasks, said, strict=True):
            facts = gather([clause], self.ctx, code)
            if standing in ("own", "unclear"):
                self._keep(self._item(code, facts, part), facts, part)
        return True

    def _heads(self, part: _Part, facts: Facts) -> bool:
        """Tell whether the words are only the head of what follows (10月任务推进情况（共12项）：), or a paragraph about
        nothing in the ledger (四、党建工作：…)."""
        definite = (
            facts.percent is not None or facts.expected or facts.extends or facts.found - {Mark.progress, Mark.part}
        )
        headed = not part.group.bullet or part.group.clauses[0].after >= 2
        return (
            part.group.mention is None
            and headed
            and not part.targets.named
            and not part.targets.candidates
            and self.more
            and not definite
        )

    def _reports(self, part: _Part, facts: Facts) -> bool:
        """Tell whether the facts make an item: something definite, or words said of a task that was named."""
        if not part.targets.named and not (facts.found or facts.percent is not None) and by_the_clock(part.group):
            return False
        if facts.pending and facts.expected and not (facts.found or facts.percent is not None or facts.measures):
            return False
        if facts.told:
            solid = facts.found or facts.measures or facts.percent is not None or facts.expected or facts.extends
            light = facts.found <= {Mark.progress} and not (facts.measures or facts.percent or facts.expected)
            if facts.disputed and (not solid or light):
                return False
            unsaid = facts.found <= {Mark.progress, Mark.undone, Mark.not_started} and not facts.problem
            unsaid = unsaid and not (facts.measures or facts.percent is not None or facts.expected or facts.extends)
            if facts.pending and unsaid and not part.targets.named:
                return False  # 正在跟各科室要数据，凑齐了就报
            if facts.expected and not (part.targets.named or self.ctx.reply_to) and kinds.bare_date(part.group.clauses):
                return False
            unnamed = part.group.mention is None and not part.targets.named
            if facts.problem and not solid and unnamed and not self.ctx.reply_to:
                return False
            by_number = part.group.mention is not None and not part.group.by_title
            if facts.measures and facts.asked and not (facts.found or by_number or self.ctx.reply_to):
                return False  # 低压8个工作日，是从受理那天算还是次日算？
            bare = not (part.targets.named or self.ctx.reply_to)
            if facts.measures and facts.pending and bare and not facts.found and facts.percent is None:
                return False  # 演练200人参加，照片发群里了
            if facts.measures and not (facts.found or facts.percent is not None or facts.expected or facts.extends):
                return part.targets.tasks[0][0] is not None or bool(facts.words >= 4)
            return True
        if facts.past_day:
            return part.targets.tasks[0][0] is not None
        if kinds.nothing(part.group.clauses, self.ctx) and (self.ctx.reply_to or part.targets.named):
            facts.found.add(kinds.NO_CHANGE)
            return True
        code = part.targets.tasks[0][0]
        if facts.disputed or facts.pending or (facts.asked and facts.words < 4):
            return False
        if part.targets.named and code is not None and not (facts.asked or unsure(part.group)):
            by_title = part.group.by_title or part.group.mention is None or bool(part.group.mention.bullet)
            enough = facts.words >= 2 or facts.fine
            return enough and not (by_title and self._only_title(part.group, code))
        return bool(code is not None and self.ctx.reply_to and facts.words >= 4 and kinds.happened(part.group.clauses))

    def _only_title(self, group: Group, code: str) -> bool:
        """Tell whether the clauses say nothing beside the task's title."""
        words = "".join(t.text for c in group.clauses for t in c.tokens if t.kind is not Kind.BULLET)
        return self.ctx.view.titles.repeats(words, code)

    def _item(self, code: str | None, facts: Facts, part: _Part) -> Item:
        status = facts.status()
        figures = bool(facts.measures) and facts.found <= {Mark.progress, Mark.part}
        figures = figures and not any(c.has(*_FIRM) for c in part.group.clauses)
        if self.talk.corrects and figures and facts.percent is None and not facts.expected:
            status = None  # a figure put right says nothing of how the task stands
        if (
            self.talk.corrects
            and not facts.found
            and facts.percent is None
            and not facts.expected
            and not facts.words_only
        ):
            status = None
        percent = facts.percent if status is not Status.done or facts.percent == 100 else None
        return Item(
            code,
            status,
            percent,
            facts.expected if status is not Status.done else None,
            tuple(facts.measures),
            facts.problem,
            facts.extension,
            self._words(part),
        )

    def _words(self, part: _Part) -> str:
        clauses = part.group.clauses
        if not clauses:
            return self.ctx.text
        return self.ctx.text[min(c.start for c in clauses) : max(c.end for c in clauses)].strip(" ,。;\n")

    def _keep(self, item: Item, facts: Facts, part: _Part) -> None:
        if facts.past_day and item.status is not Status.done and item.expected is None:
            self.ctx.doubts.append(Doubt(DoubtKind.past_date, facts.past_day, len(self.items)))
        if facts.extends and item.extension is None:
            self.ctx.doubts.append(Doubt(DoubtKind.no_date, item.words, len(self.items)))
        if item.task is None:
            self.candidates = self.candidates or part.targets.candidates
        if item.status is Status.no_change and self.items and kinds.as_above(part.group.clauses):
            item = replace(item, status=self.items[-1].status)
        twin = next((i for i, kept in enumerate(self.items) if kept.task == item.task), None)
        if twin is None:
            self.items.append(item)
            if item.task and not any(c.has(*_FIRM) for c in part.group.clauses):
                self.implied.add(item.task)
            self.spread[item.task or ""] = len(part.targets.tasks)
            self.talk.extends = self.talk.extends or facts.extends
            return
        if len(part.targets.tasks) < self.spread.get(item.task or "", 1):
            wide = self.items[twin]  # 75-86正常，其中81已完成: the narrower statement counts
            self.items[twin] = replace(
                item,
                extension=item.extension or wide.extension,
                expected=item.expected or (None if item.status is Status.done else wide.expected),
                problem=item.problem or wide.problem,
            )
            return
        kept = self.items[twin]
        ends = item.status is Status.done and kept.status is Status.in_progress and kept.percent is None
        if ends and item.task in self.implied and not part.group.by_title:
            self.items[twin] = replace(_combined(kept, item), status=Status.done, percent=None, expected=None)
        elif _agree(kept, item):
            self.items[twin] = _combined(kept, item)
            self.talk.extends = self.talk.extends or facts.extends
        elif kept.status != item.status or kept.percent != item.percent:
            if kept.status is Status.done and item.status is Status.in_progress and item.percent is not None:
                self.items[twin] = item  # the one that claims less, until it is asked
            self.ctx.doubts.append(Doubt(DoubtKind.conflict, item.words, twin))

    def _reading(self, month: date | None) -> Reading:
        refused = tuple(self.refused.values())
        kind = self.talk.kind(bool(self.items), [r.why for r in refused])
        items = tuple(self.items) if self.items else tuple(self._once(self.shown)) if kind in kinds.REFUSING else ()
        if not self.items:
            items = items if kind in kinds.REFUSING else ()
        return Reading(
            kind,
            items,
            asks=(bool(self.items) and (self.talk.asked or self.talk.disputed)) or kind is ReadingKind.question,
            refused=refused if self.items or kind in kinds.REFUSING else (),
            month=month,
            unread="；".join(self.unread)
            if items or kind is not ReadingKind.chat
            else self.ctx.text
            if not self.talk.polite
            else "",
            candidates=self.candidates,
            doubts=tuple(self.ctx.doubts),
        )

    @staticmethod
    def _once(items: list[Item]) -> list[Item]:
        return list({item.task: item for item in items}.values())


def _agree(one: Item, other: Item) -> bool:
    """Tell whether two items of one task fit together: each says what the other leaves open."""
    same = one.status is other.status or None in (one.status, other.status)
    return (
        same
        and (one.percent is None or other.percent is None or one.percent == other.percent)
        and (one.expected is None or other.expected is None or one.expected == other.expected)
        and one.status in (None, Status.in_progress)
        and other.status in (None, Status.in_progress)
    )


def _combined(one: Item, other: Item) -> Item:
    return replace(
        one,
        status=one.status or other.status,
        percent=one.percent if one.percent is not None else other.percent,
        expected=one.expected or other.expected,
        measures=one.measures + tuple(m for m in other.measures if m not in one.measures),
        problem=one.problem or other.problem,
        extension=one.extension or other.extension,
        words=f"{one.words}；{other.words}",
    )
