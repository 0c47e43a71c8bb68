"""What kind of message it is, once the items are known; and the forms that are recognised before any item is.

undo       := (撤回 | 作废 | undo) [上一条 …]  |  刚才 … 发错          and nothing else of weight
correction := 更正 … | … 应为 … | 刚才 … 报错了 …                      with something to store
kind       := correction | extension | progress, if anything can be stored
            | unknown_task | not_yours | dispute | question | pending | chat, in this order
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from bot.replies.clauses import Clause
from bot.replies.context import Context
from bot.replies.cursor import STATUS
from bot.replies.facts import Facts
from bot.replies.finishing import Mark
from bot.replies.joining import FINE
from bot.replies.reading import Doubt, DoubtKind, Item, Reading
from bot.replies.tokens import Kind, Token
from bot.replies.wordlist import words
from storage.kinds import ReadingKind, Status

NO_CHANGE = Mark.no_change
REFUSING = frozenset({ReadingKind.not_yours, ReadingKind.unknown_task})
_NOTHING = frozenset(("无", "暂无", "没有", "无。", "none", "nil", "n/a", "nothing"))
_NOTHING_OF = re.compile(r"(?:配合|本月|新增|进展|情况|变化|事项|工作|内容|方面|目前|任务|的)+(?:无|暂无|没有|没得)")
_UNDO_BESIDE = words(
    "UNDO LASTONE REPORTV POLITE ADV ASKFOR BE WRONG GENERIC QSTRONG QWEAK SLIP MATERIAL PAST SENT SENTTO "
    "TASKMARK LINK NEG AND PROBLEM SOON CORRECT APPROX SHOULDBE FUTURE OKAY"
)
_MISTAKEN = (
    "报错",
    "发错",
    "写错",
    "填错",
    "打错",
    "弄错",
    "搞错",
    "说反",
    "说错",
    "写反",
    "报反",
    "发反",
    "填反",
    "搞反",
    "弄反",
)
_LIGHT = frozenset(
    "来忙那个条哎呀嘛头关于把将请帮我的吧一下掉那个信息消息报告记录内容刚发进展条这回给麻烦了呢啊份全都下要它先错"
)


@dataclass(slots=True)
class Talk:
    """What the message does besides reporting."""

    asked: bool = False
    disputed: bool = False
    pending: bool = False
    extends: bool = False
    corrects: bool = False
    polite: bool = False

    def note(self, facts: Facts) -> None:
        """Take over what a group of clauses does."""
        self.asked = self.asked or facts.asked
        self.disputed = self.disputed or facts.disputed
        self.pending = self.pending or facts.pending

    def kind(self, storing: bool, whys: list[str]) -> ReadingKind:
        """Return the message's kind."""
        if storing:
            if self.corrects:
                return ReadingKind.correction
            return ReadingKind.extension if self.extends else ReadingKind.progress
        if whys:
            return ReadingKind.not_yours if "not_yours" in whys else ReadingKind.unknown_task
        if self.disputed:
            return ReadingKind.dispute
        if self.asked:
            return ReadingKind.question
        return ReadingKind.pending if self.pending else ReadingKind.chat


def bare_number(tokens: list[Token], ctx: Context) -> Reading | None:
    """Read a message that is one number: a percent in answer to a nudge of one task, from 5 up; otherwise nothing."""
    solid = [
        t for t in tokens if t.kind is not Kind.SEP and not (t.kind is Kind.WORD and t.has("APPROX", "ADV", "POLITE"))
    ]
    if any(t.text.lower() in FINE for t in tokens) and not ctx.reply_to:
        return None  # 14 ok
    marks = [i for i, t in enumerate(tokens) if t.kind is Kind.SEP and t.strength >= 2]
    if marks and any(t.has("COMPARE") for t in tokens[marks[0] + 1 : marks[0] + 3]):
        solid = [t for t in solid if t.start < tokens[marks[0]].start]  # 70，比上月多10
    loose = [t for t in solid if t.text not in ("左右", "上下", "吧", "分")]
    if len(ctx.reply_to) == len(loose) > 1 and all(t.kind is Kind.NUMBER for t in loose):
        return Reading(ReadingKind.chat, unread=ctx.text)  # 80 60 40: percents or codes
    if len(loose) != 1 or loose[0].kind is not Kind.NUMBER:
        return None
    value = loose[0].value
    if len(ctx.reply_to) != 1 or not value.is_integer() or not 5 <= value <= 100:
        return Reading(ReadingKind.chat, unread=ctx.text)
    if ctx.open_number(value):
        either = (ctx.reply_to[0], loose[0].text)
        doubt = Doubt(DoubtKind.number_or_percent, loose[0].text, 0, either)
        asked = Item(None, Status.in_progress, int(value), words=ctx.text)
        return Reading(ReadingKind.progress, (asked,), candidates=either, doubts=(doubt,))
    if not ctx.own(ctx.reply_to[0]):
        return None
    done = value == 100
    item = Item(ctx.reply_to[0], Status.done if done else Status.in_progress, int(value), words=ctx.text)
    return Reading(ReadingKind.progress, (item,))


def undoes(clauses: list[Clause]) -> bool:
    """Tell whether the message takes back the last report, and says nothing else of weight."""
    tokens = [t for c in clauses for t in c.tokens]
    for at, clause in enumerate(clauses[:3]):
        others = clauses[:at] + clauses[at + 1 :]
        if clause.has("LASTONE"):
            others = [c for c in others if c.tokens or c.mention is None]  # 49：重复报了，撤销刚刚那条
        if _takes_back(clause) and not any(_weighs(c) for c in others):
            return True  # 撤回上条，没审过
    if any(t.kind in (Kind.SHARE, Kind.AMOUNT) or (t.kind is Kind.DATE and not _gone(t)) for t in tokens):
        return False
    for token in tokens:
        if token.kind is Kind.DATE or (token.kind is Kind.TEXT and set(token.text) <= _LIGHT):
            continue
        if token.kind is not Kind.WORD or not token.has(*_UNDO_BESIDE):
            return False
    takes_back = any(t.has("UNDO") and not t.text.startswith("忽略不") for t in tokens)
    mistaken = any(t.has("WRONG") for t in tokens) and any(
        t.has("LASTONE") or t.text.startswith(("发错", "报错")) for t in tokens
    )
    if any(c.has("NOTOURS") for c in clauses) or (any(c.asked for c in clauses) and not takes_back):
        return False
    return takes_back or (mistaken and not any(t.has("SHOULDBE") for t in tokens))


def _takes_back(clause: Clause) -> bool:
    light = all(t.kind is Kind.WORD or t.kind is Kind.DATE or set(t.text) <= _LIGHT for t in clause.tokens)
    plain = all(t.has("UNDO", "REPORTV", "POLITE", "ADV", "LASTONE") or t.text == "填" for t in clause.tokens)
    named = clause.mention is not None and not clause.has("LASTONE") and not plain
    return not named and clause.has("UNDO") and light and not clause.has(*STATUS) and not clause.asked


def _weighs(clause: Clause) -> bool:
    """Tell whether a clause says something beside why the last report is taken back."""
    reason = clause.has("WRONG") and not clause.kinds(Kind.SHARE, Kind.AMOUNT)  # 把51和55的数报错了
    return (
        (clause.mention is not None and not reason)
        or clause.asked
        or clause.kinds(Kind.SHARE, Kind.AMOUNT, Kind.NUMBER)
        or clause.has("DONE", "NOTSTARTED", "STOPPED", "SHOULDBE", "MOVE", "EXTEND", "NOTOURS", "PROGRESS")
    )


def _gone(token: Token) -> bool:
    """昨天那条: a day that has been."""
    return token.day is not None and token.day.shape == "past"


_BEFORE = ("昨天", "昨日", "前天", "上午", "早上", "今早", "yesterday")


def corrects(clauses: list[Clause]) -> bool:
    """Tell whether the message replaces what was reported before (a slip put right within it does not)."""
    first = clauses[0].tokens if clauses else []
    if [t.text for t in first] == ["纠正"]:
        return True
    alone = bool(first) and clauses[0].mention is None and clauses[0].only("WRONG", "SLIP", "POLITE", "ADV")
    if alone and len(clauses) > 1 and any(t.text.startswith(_MISTAKEN) for t in first):
        return True  # 报错了，89是520万元
    if any(c.tokens and c.has("CORRECT") and c.only("CORRECT", "POLITE", "ADV", "MATERIAL", "ASKFOR") for c in clauses):
        return True
    if len(clauses) > 1 and _reported_wrongly(clauses[0]) and _should_be(clauses[1]):
        return True  # 上报口径有误：港湾应为18个
    if any(c.has("UNDO") and c.has("LASTONE") for c in clauses[:3]) or any(_replaced(c) for c in clauses[:3]):
        return True
    if any(c.has("LASTONE") and c.has("REPORTV") | any("报" in t.text for t in c.tokens) for c in clauses[:2]) and any(
        c.has("WRONG") for c in clauses[1:3]
    ):
        return True  # 刚报的35是70%，写成90%了
    for before, after in itertools.pairwise(clauses):
        wrong = after.has("WRONG") and after.only("WRONG", "ADV", "SLIP")
        if before.has("LASTONE") and wrong and not _reported([before]):
            return True  # 49 上条预计时间写错，改为11月10日
    if len(clauses) > 1 and _day_gone(clauses[0]) and clauses[1].only("WRONG", "SLIP", "ADV"):
        return True  # 昨天打错了
    for place, clause in enumerate(clauses[:4]):
        head = [t for t in clause.tokens if not t.has("POLITE", "ADV", "LINK")][:2]
        if place == 0 and any(t.has("CORRECT") for t in head):
            return True
        if (
            any(t.has("CORRECT") for t in head[:1])
            and clause.before >= 2
            and (clause.label or clause.mention or place == 1)
        ):
            return True
        if any(t.kind is Kind.DATE and t.text in _BEFORE for t in clause.tokens) and clause.has("WRONG"):
            return True  # 昨天填错了
        mistaken = any(t.text.startswith(_MISTAKEN) for t in clause.tokens)
        if mistaken and any(t.kind is Kind.DATE and t.text.startswith("上") for t in clause.tokens):
            return True  # 上个月报错了
        if clause.has("LASTONE") and clause.has("WRONG", "SHOULDBE", "MOVE"):
            return True
        said = clause.has("WRONG") or _should_be(clause)
        behind_number = (
            place == 1 and clause.before == 1 and clauses[0].mention is not None and clauses[0].bare
        )  # 54 写错了
        put_right = place > 1 and clauses[0].mention is not None and any(c.has("SLIP") for c in clauses[1:place])
        if put_right and clause.mention and all(c.bare or c.has("SLIP") for c in clauses[:place]):
            return False  # 43、44——打错，应该是45、46: a slip put right at once
        opens = place == 0 or behind_number
        slip = any(t.has("SLIP") for t in clause.tokens[opens:]) and not (opens and _says_wrong(clause))
        if (clause.mention or behind_number) and said and not slip and not clause.has("LIMIT", "EXTEND"):
            return opens or not _reported(clauses[:place])
    return _turns(clauses) or _turned_back(clauses)


def _reported_wrongly(clause: Clause) -> bool:
    """数据有误, 上报口径有误: of what was reported, nothing else."""
    of_figures = clause.has("REPORTV", "MATERIAL") or any(
        t.text.endswith(("数", "数字", "口径")) for t in clause.tokens
    )
    return of_figures and clause.has("WRONG") and not clause.kinds(Kind.SHARE, Kind.AMOUNT)


def _day_gone(clause: Clause) -> bool:
    return bool(clause.tokens) and all(t.kind is Kind.DATE and t.text in _BEFORE for t in clause.tokens)


def _turned_back(clauses: list[Clause]) -> bool:
    """昨天报的已完成，领导看了说不够，改成进行中: an earlier report is told and put in another's place."""
    if not clauses or not any(t.has("LASTONE") and t.text[-1:] in "报说写填发的" for t in clauses[0].tokens):
        return False
    return any(c.has("MOVE") and c.has("SHOULDBE") and c.has(*STATUS) for c in clauses[1:4])


def _says_wrong(clause: Clause) -> bool:
    """42写错了，应该是70%: nothing is reported before the word, so it speaks of an earlier report."""
    at = next((i for i, t in enumerate(clause.tokens) if t.has("SLIP")), 0)
    before = clause.tokens[:at]
    return clause.tokens[at].has("WRONG") and not any(
        t.kind in (Kind.SHARE, Kind.AMOUNT, Kind.NUMBER) or t.has(*STATUS) for t in before
    )


def _replaced(clause: Clause) -> bool:
    """改24为90%, 90%改成95%: a value put in another's place."""
    turned = [t for t in clause.tokens if t.text in ("改成", "改为", "更正为", "修改为", "更新为", "更新成", "修改成")]
    valued = any(
        before.kind in (Kind.SHARE, Kind.AMOUNT) or after.kind in (Kind.SHARE, Kind.AMOUNT)
        for before, after in itertools.pairwise(clause.tokens)
    ) or clause.kinds(Kind.SHARE, Kind.AMOUNT)
    valued = valued and not _rewrites(clause)
    changing = any(t.kind is Kind.TEXT and t.text in ("改", "请改") for t in clause.tokens[:2])
    changing = changing and not any(t.text in ("了", "完") for t in clause.tokens[1:3])  # 改了8个: of what was found
    return valued and (bool(turned) or changing) and not clause.has("LIMIT", "EXTEND")


def _rewrites(clause: Clause) -> bool:
    """13个工作日改成当场办: how something is done has changed, and no figure is put right."""
    for before, token, after in zip(clause.tokens, clause.tokens[1:], clause.tokens[2:], strict=False):
        if token.has("MOVE") and before.kind is Kind.AMOUNT and after.kind is Kind.TEXT:
            return True
        if token.has("MOVE") and before.has("DONE") and after.kind is Kind.AMOUNT:
            return True  # 一小时办结改成40分钟了
    return False


def _should_be(clause: Clause) -> bool:
    """42应为85%; English "should be" only right before a value, as "should be done by Q2" promises."""
    for place, token in enumerate(clause.tokens):
        following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
        changed = token.has("SHOULDBE") and token.has("MOVE") and place > 0
        if (
            changed
            and following is not None
            and following.kind is Kind.TEXT
            and clause.tokens[place - 1].kind in (Kind.AMOUNT, Kind.TEXT)
        ):
            continue  # 13个工作日改成当场办: how something is done
        if changed and clause.tokens[place - 1].has("DONE") and following is not None and following.kind is Kind.AMOUNT:
            continue  # 一小时办结改成40分钟了
        if token.text.startswith("应该") and following is not None and following.kind in (Kind.DATE, Kind.SPAN):
            continue  # 应该是下周二能弄完: a supposition
        if token.has("SHOULDBE"):
            value = following is not None and following.kind in (Kind.SHARE, Kind.AMOUNT, Kind.NUMBER)
            return value or not token.text.isascii()
    return False


def _turns(clauses: list[Clause]) -> bool:
    """42不是80%，是85%."""
    first = clauses[0] if clauses else None
    return (
        first is not None
        and first.mention is not None
        and any(
            t.has("NOTBE") and i + 1 < len(first.tokens) and first.tokens[i + 1].kind in (Kind.SHARE, Kind.AMOUNT)
            for i, t in enumerate(first.tokens)
        )
    )


def _reported(clauses: list[Clause]) -> bool:
    return any(c.kinds(Kind.SHARE) or c.has("DONE", "PROGRESS") for c in clauses)


def nothing(clauses: list[Clause], ctx: Context) -> bool:
    """无, in answer or behind a task's number."""
    texts = [t.text for c in clauses for t in c.tokens if not t.has("POLITE", "ADV")]
    said = "".join(texts).strip().lower()
    return said in _NOTHING or bool(_NOTHING_OF.fullmatch(said))


def likewise(clauses: list[Clause]) -> bool:
    """88也一样, behind another task's report: just as that one."""
    tokens = [t for c in clauses for t in c.tokens]
    return any(t.has("SAME") for t in tokens) and all(t.has("SAME", "ADV", "ALL", "BE") for t in tokens)


def as_above(clauses: list[Clause]) -> bool:
    """40同上, behind another task's report: as that one."""
    return any(t.text == "同上" for c in clauses for t in c.tokens)


def bare_date(clauses: list[Clause]) -> bool:
    """Tell whether there is nothing but a date: no report."""
    return all(t.kind in (Kind.DATE, Kind.SEP) for c in clauses for t in c.tokens)


def happened(clauses: list[Clause]) -> bool:
    """Tell whether the words tell of something that has happened (已…, …了)."""
    return any(
        t.has("PAST", "REACHED", "LANDS") or t.text in ("了", "过") or t.text.endswith("了")
        for c in clauses
        for t in c.tokens
    )
