"""其余, 剩下两个, the rest: when it names the tasks that are left, and when only what is left of one task or of things.

rest := (其余 | 其他 | 剩下 | the rest) [N项] [任务] statement          at the head of a clause
"""

from __future__ import annotations

import itertools

from bot.replies.cursor import STATUS
from bot.replies.day_codes import DayCodes
from bot.replies.tokens import Kind, Mention, Token

_ASIDE = ("长期", "常态", "日常", "持续", "在", "也在", "处在", "配合", "协助", "协同", "参与")
"""Words before what is said of the rest: 其余几项都是长期的 正常推进, 其他两个配合正常."""


class Rests(DayCodes):
    """The mentions of what is left."""

    def _rest(self) -> bool:
        token = self.tokens[self.at]
        counted = token.kind is Kind.ORDINAL and not token.plain and token.unit in "剩其余另"
        if not counted and not (token.kind is Kind.WORD and token.has("REST")):
            return False
        following = self._peek(1)
        if following is not None and following.text.startswith(("部分", "工作量", "环节", "内容", "资金", "款")):
            return False  # 剩余部分: of the one task
        if following is not None and following.has("STAFF"):
            return False  # 其余科室还没报上来
        if not self._head() and not (self.out and self.out[-1].kind is Kind.WORD and token.text[0] in "其余"):
            return False
        alone = len(self.ctx.reply_to) == 1 or (not self.ctx.reply_to and len(self.ctx.view.open) == 1)
        if alone or (counted and not self.ctx.reply_to and self._counts_things(token)):
            return False  # the rest of the one task, or of the things just counted
        left_over = (
            token.text.lower().startswith(("剩", "余下", "rest", "the rest", "remaining"))
            and not counted
            and not self.ctx.reply_to
        )
        if self._settled():
            return False
        if left_over and (self._of_the_one() or self._of_things()):
            return False
        upto = self.at + 1
        while upto < len(self.tokens) and (
            (self.tokens[upto].kind is Kind.AMOUNT and self.tokens[upto].unit in ("项", "个", "条"))
            or self.tokens[upto].text
            in ("的", "那", "那个", "任务", "工作", "事项", "几项", "各项", "各项任务", "各项工作", "项任务")
            or (self.tokens[upto].kind is Kind.ORDINAL and self.tokens[upto].unit in "项个")
        ):
            upto += 1
        return self._rest_is_told(upto) and self._emit(upto, Mention([], "rest"))

    def _of_the_one(self) -> bool:
        """大概七成吧剩下的年底前能弄完: what is left of the one task spoken of, that will be finished."""
        named = self.named
        shared = any(t.kind is Kind.SHARE for t in self.out[-8:])
        if len(named) > 1 or (named and len(named[0].codes) != 1) or not (named or shared):
            return False
        ahead = self.tokens[self.at + 1 : self.at + 7]
        promised = any(t.kind in (Kind.DATE, Kind.SPAN) or t.has("FUTURE") for t in ahead)
        stated = any(t.has(*STATUS) and not t.has("DONE", "LANDS") for t in ahead)
        return promised and not stated

    def _settled(self) -> bool:
        """其余年内还清: sums are paid off, not tasks."""
        return any(
            t.text.startswith(("还清", "付清", "结清", "兑付", "清偿")) for t in self.tokens[self.at : self.at + 5]
        )

    def _of_things(self) -> bool:
        """台账86笔，已清偿3870万元，剩余的正在协调: what is left of things counted in the same sentence."""
        for before in reversed(self.out[-30:]):
            if before.kind is Kind.MENTION or (before.kind is Kind.SEP and before.strength >= 3):
                return False
            if before.kind is Kind.AMOUNT and before.unit not in ("项", ""):
                return True
        return False

    def _counts_things(self, token: Token) -> bool:
        """窗口建成20个，剩余13个…: the rest of what was just counted, not of the tasks."""
        for before in reversed(self.out[-10:]):
            if before.kind is Kind.SEP and before.strength >= 3:
                return False
            if before.kind is Kind.AMOUNT and before.unit and before.unit in token.text:
                return True
        return False

    def _rest_is_told(self, at: int) -> bool:
        """Behind 其余 a statement must follow before any other word: 其余正常, not 其余部门正在核实."""
        for before, token in itertools.pairwise(self.tokens[at - 1 : at + 8]):
            if token.has("ROUTE") or (before.has("WAIT") and token.has("LEADER")):
                return True  # 其余等领导审: on its way
            if token.kind is Kind.SEP and token.strength <= 2 and token.text in " :,":
                continue
            if token.kind in (Kind.SHARE, Kind.DATE, Kind.SPAN):
                return True
            if token.text in _ASIDE or (token.has("HOLD") and token.text.startswith("按")):
                continue  # 其余几项都是长期的 正常推进
            if token.kind is not Kind.WORD or token.has("HOLD", "OUTSIDE", "INDICATOR", "PROBLEM", "FOUND"):
                return False
            if token.has(*STATUS, "LIKE", "OKAY", "EXTEND"):
                return True
        return False
