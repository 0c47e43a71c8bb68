"""Clauses -> groups: which clauses are said of which task.

    message := prefix group*
    group   := mention clause*            14办结，材料已报
             | clause mention             继续推进35
             | status: mention            已完成：1、3、10
             | bullet title clause*       一、双随机一公开。…
             | title clause*              证照分离改革已完成
             | (其余 | 均 | 我局各项) status

A clause goes to the group before it, unless its subject is the title of another of the unit's open tasks.
"""

from __future__ import annotations

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.cursor import STATUS
from bot.replies.joining import (
    Group,
    continues,
    counted_together,
    drop_count,
    replaces,
    said_of_the_rest,
    speaks_of_all,
)
from bot.replies.listing import Headings, without_listed
from bot.replies.openings import opened, opens_unknown
from bot.replies.prefixes import belongs, of_something
from bot.replies.status_heads import labels
from bot.replies.together import names_only, paired_titles, without_name
from bot.replies.tokens import Kind, Mention

_WHICH = ("which", "that", "it", "still", "as", "because", "这个", "那个", "它", "才", "只", "还", "目前", "只有")


def left_out(last: Group | None) -> bool:
    """Tell whether a group only names what is left out: 除了28."""
    return last is not None and last.mention is not None and last.mention.excluded and all(c.bare for c in last.clauses)


def group(clauses: list[Clause], ctx: Context) -> list[Group]:
    """Return the groups in order; the first has no mention where the message does not begin with one."""
    return _Grouper(clauses, ctx).run()


class _Grouper:
    def __init__(self, clauses: list[Clause], ctx: Context) -> None:
        self.clauses, self.ctx = clauses, ctx
        self.groups: list[Group] = []
        self.prefix: list[Clause] = []
        self.label: Clause | None = None
        self.headings = Headings(ctx)
        self.at = 0
        self.slipped = 0  # so many groups stood before a slip that is put right by telling all anew

    def run(self) -> list[Group]:
        for at, clause in enumerate(self.clauses):
            self.at = at
            last = self.groups[-1] if self.groups else None
            self.headings.passes(clause)
            if clause.mention:
                self._mentioned(clause)
            elif (clause.bullet and self.groups and self._sections(clause)) or (
                clause.bullet and self._sub_bullet(clause)
            ):
                self.groups[-1].clauses.append(clause)
            elif clause.bullet:
                self.groups.append(Group([clause], bullet=int(clause.bullet.value) or 1))
            elif labels(self.clauses, at, last):
                self.label = clause
            elif self._speaks_of_these(clause):
                continue
            elif left_out(last) and clause.has("ALL") and clause.has(*STATUS):
                self.groups.append(Group([clause], Mention([], "all")))  # 除了28，都正常
            elif speaks_of_all(clause, last, self.prefix, self.ctx):
                self.groups.append(Group([clause], Mention([], "all")))
            elif titles := paired_titles(clause, self.ctx):
                self._titled(titles.said, titles.codes)
            elif title := self._opened(clause):
                self._titled(clause, [title])
            elif self.groups and self._opens_unknown(clause):
                self.groups.append(Group([clause]))
            elif self.groups:
                self.groups[-1].clauses.append(clause)
            else:
                self.prefix.append(clause)
        self.groups = [g for g in self.groups if g.clauses]
        first = self.groups[0] if self.groups else None
        plain = len(self.groups) == 1 and all(t.kind is Kind.WORD for c in self.prefix for t in c.tokens)
        plain = plain and any(c.has("CANTDO", "STOPPED", "SLOW") for c in self.prefix)  # 来不及了，58…
        caused = any(c.has("CAUSE") for c in self.prefix) or plain
        caused = caused and first is not None and first.clauses[0].before <= 2
        if caused and first is not None and first.mention is not None and first.mention.kind == "codes":
            first.clauses[:0] = self.prefix  # 因招标流标，第42项无法完成
            self.prefix = []
        self._take_words()
        self.headings.settle()
        return ([Group(self.prefix)] if self.prefix else []) + self.groups

    def _titled(self, clause: Clause, codes: list[str]) -> None:
        last = self.groups[-1] if self.groups else None
        if last is not None and last.mention is not None and last.by_title and clause.before <= 2:
            named = [code for code, _ in last.mention.codes]
            listed = self.ctx.text[clause.start - 1] == "、" or clause.has("ALL")
            if listed and (all(c.bare for c in last.clauses) or names_only(last.clauses, named, self.ctx)):
                self.groups.pop()  # 证照分离、双随机都正常: a list of titles, said of all
                codes = [*named, *codes]
                clause = without_name(clause, self.ctx)
        mine = [clause]
        figures = all(c.kinds(Kind.AMOUNT) and not c.has(*STATUS) for c in self.prefix)
        figures = figures and not of_something(self.prefix, self.ctx)
        if not self.groups and figures and clause.before <= 2 and len(codes) == 1:
            mine, self.prefix = [*self.prefix, clause], []  # 跑了29家企业，…劳资纠纷调成17件
        if len(codes) > 1 and clause.has("DONE", "PROGRESS", "ALL"):
            drop_count(clause, len(codes))  # 裁量基准、联动机制两项办结
        self.groups.append(Group(mine, Mention([(code, "own") for code in codes]), by_title=True))

    def _take_words(self) -> None:
        first = self.groups[0] if self.groups else None
        if (
            first is not None
            and self.prefix
            and belongs(self.prefix, first, self._alone(), not all(g.by_title for g in self.groups), self.ctx)
        ):
            first.clauses[:0] = self.prefix
            self.prefix = []

    def _speaks_of_these(self, clause: Clause) -> bool:
        """52 帮办、96 评选，两个都没动: what is said of the tasks that were only named so far."""
        count = counted_together(clause)
        if not count:
            return False
        named = [g for g in self.groups if g.mention and g.mention.kind == "codes" and not g.mention.excluded]
        stated = any(c.has(*STATUS) or c.kinds(Kind.SHARE, Kind.AMOUNT) for g in named for c in g.clauses)
        codes = list(dict.fromkeys(pair for g in named for pair in (g.mention.codes if g.mention else ())))
        if len(named) < 2 or stated or len(named) != len(self.groups) or count != len(codes):
            return False
        self.groups = [Group([clause], Mention(codes))]
        return True

    def _alone(self) -> bool:
        """Tell whether one task alone is named, however often."""
        named = [g.mention.codes if g.mention and g.mention.kind == "codes" else None for g in self.groups]
        return all(codes == named[0] for codes in named)

    def _mentioned(self, clause: Clause) -> None:
        assert clause.mention is not None
        new = Group([clause], clause.mention)
        if clause.mention.excluded:
            self._leave_out(clause)
            return
        self.groups = without_listed(self.groups, clause.mention, self.ctx)
        if clause.mention.inner and not (self.groups and self.groups[-1].empty and continues(self.groups[-1], clause)):
            new.clauses[:0] = self._sentence_before(clause)
        elif self.label is not None:
            new.clauses.insert(0, self.label)
            self.headings.begins(self.label, clause)
            self.label = None
        elif self.groups and continues(self.groups[-1], clause):
            last = self.groups[-1]
            assert last.mention is not None
            last.mention = Mention(list(dict.fromkeys([*last.mention.codes, *clause.mention.codes])), "codes", True)
            last.clauses.append(clause)
            return
        elif self.groups and replaces(self.groups[-1], clause) and not self._restates(clause):
            self._replace(new)
            return
        elif clause.tail and not self.groups and self.prefix:
            new.clauses[:0] = self.prefix
            self.prefix = []
        else:
            self.headings.takes(new, clause)
        self._forget(clause)
        self.groups.append(new)

    def _restates(self, clause: Clause) -> bool:
        """19 40%，89 60%，写反了，19 60%…: behind the slip all is told anew, not only the last."""
        assert clause.mention is not None
        told = [g for g in self.groups[:-1] if g.mention is not None and g.mention.codes == clause.mention.codes]
        if not told:
            return False
        self.slipped = len(self.groups)
        self.groups[-1].clauses = [
            c for c in self.groups[-1].clauses if not (c.tokens and c.only("SLIP", "WRONG", "ADV"))
        ]
        return True

    def _forget(self, clause: Clause) -> None:
        """Drop what was said before a slip of the tasks that are told anew."""
        assert clause.mention is not None
        for one in self.groups[: self.slipped]:
            if one.mention is not None and one.mention.codes == clause.mention.codes:
                one.clauses = []

    def _leave_out(self, clause: Clause) -> None:
        """56到60除58外正常; 除了28其他都完成了."""
        assert clause.mention is not None
        last = self.groups[-1] if self.groups else None
        left = {code for code, _ in clause.mention.codes}
        said = Clause(clause.tokens, before=clause.before, start=clause.start, end=clause.end)
        if (
            last is not None
            and last.mention
            and last.mention.kind == "codes"
            and left & {c for c, _ in last.mention.codes}
        ):
            last.mention.codes = [pair for pair in last.mention.codes if pair[0] not in left]
            last.clauses.append(said)
            return
        behind = self.clauses[self.at + 1] if self.at + 1 < len(self.clauses) else None
        if (
            not said.bare
            and not said_of_the_rest(said)
            and behind is not None
            and behind.mention is not None
            and behind.mention.kind in ("rest", "codes")
        ):
            clause.mention.excluded = False  # 除了17卡在公积金那边，其他都正常: it has a statement of its own
            self.groups.append(Group([clause], clause.mention))
            return
        left_out = Group([Clause(mention=clause.mention, start=clause.start, end=clause.end)], clause.mention)
        others = [] if said.bare else [Group([said], Mention([], "all"))]
        goes_on = behind is not None and behind.mention is None and behind.before <= 2 and bool(behind.tokens)
        if goes_on and behind is not None and behind.tokens[0].text.lower() in _WHICH:
            clause.mention.excluded = False  # all done except 26, which is 90%
            self.groups += [*others, left_out]
        else:
            self.groups += [left_out, *others]

    def _sub_bullet(self, clause: Clause) -> bool:
        """50 …：（1）完成安装；（2）…: points of one task's report, unless a title says otherwise."""
        last = self.groups[-1] if self.groups else None
        mark = clause.bullet.text if clause.bullet else ""
        if last is None or last.mention is None or last.mention.kind != "codes" or last.mention.inner:
            return False
        small = (
            (mark.startswith("(") and mark[1:2].isdigit())
            or mark.endswith("是")
            or mark in ("首先", "其次", "再次", "最后")
            or (mark.isdigit() and clause.before < 4)
        )
        inline = mark.startswith("(") and clause.before < 4 and last.mention.bullet == 0
        return inline or (small and self._opened(clause) is None)

    def _sections(self, clause: Clause) -> bool:
        """（二）存在的困难。, 3、存在问题：: a section of one task's report, by a heading that names none."""
        behind = clause
        if not clause.tokens:
            behind = self.clauses[self.at + 1] if self.at + 1 < len(self.clauses) else clause
        return (
            (behind is clause or behind.before <= 2)
            and behind.after >= 2
            and bool(behind.tokens)
            and behind.only("PROBLEM", "OVERALL", "NEXT", "GENERIC", "ADV", "CAUSE")
        )

    def _sentence_before(self, clause: Clause) -> list[Clause]:
        """案件8件，正常推进（任务65）: the number in brackets is said of the sentence that it stands in."""
        source = self.groups[-1].clauses if self.groups else self.prefix
        start = len(source)
        if clause.before >= 3:
            return []
        while start and source[start - 1].mention is None:
            start -= 1
            if source[start].before >= 3 or source[start].bullet:
                break
        taken = source[start:]
        del source[start:]
        for one in taken:
            drop_count(one, len(clause.mention.codes) if clause.mention else 0)
        return taken

    def _replace(self, new: Group) -> None:
        last = self.groups.pop()
        assert last.mention is not None
        kept = [
            c for c in last.clauses if not (c.tokens and c.only("SLIP", "ADV", "POLITE", "BE", "SHOULDBE", "WRONG"))
        ]
        staying = (
            last.mention.codes[: -len(new.mention.codes)]
            if new.mention and len(last.mention.codes) > len(new.mention.codes)
            else []
        )
        if staying:
            self.groups.append(Group(kept, Mention(staying)))
        if new.empty:
            for clause in kept:
                clause.mention = None
            new.clauses = kept + new.clauses
        self.groups.append(new)

    def _opened(self, clause: Clause) -> str | None:
        return opened(clause, self.groups[-1] if self.groups else None, bool(self.prefix), self.ctx)

    def _opens_unknown(self, clause: Clause) -> bool:
        return opens_unknown(clause, self.groups[-1], self.ctx)
