"""Which tasks are named by their place: 第一个, 前两个 of the message replied to; 前者, 这两项 of those just named.

order := 第1个 | 第1个到第3个 | 前两个 | 最后一个       in answer to a message about several tasks
these := (这 | 以上) N项                          the last so many tasks that were named
"""

from __future__ import annotations

from bot.replies.codes import standing_of
from bot.replies.rates import Rates
from bot.replies.tokens import Kind, Mention, Token

_LONGEST_ROW = 10
THESE = frozenset(("这", "以上", "上述"))
_THROUGH = ("到", "至", "~", "-", "—")


class Picks(Rates):
    """The mentions by place."""

    def _order(self) -> bool:
        token = self.tokens[self.at]
        replied = self.ctx.reply_to or self._pair_named(token)
        if len(replied) < 2 or ("任务" in token.text and token.unit == "号"):
            return False
        if self._codes_in_a_row(replied):
            return False
        codes, upto = self._places(replied)
        if not codes:
            return False
        if upto > self.at and _connects(self.tokens[upto - 1]):
            upto -= 1
        self._emit(upto, Mention([(c, standing_of(c, self.ctx)) for c in dict.fromkeys(codes)], "order"))
        self._bare_share()
        return True

    def _places(self, replied: tuple[str, ...]) -> tuple[list[str], int]:
        """第一个、第三个 | 第一个到第三个: the codes of a row of places, and the token behind it."""
        codes: list[str] = []
        upto = self.at
        while upto < len(self.tokens) and self.tokens[upto].kind is Kind.ORDINAL:
            picked = _picked(self.tokens[upto], replied)
            if not picked:
                break
            codes += picked
            upto += 1
            following = self.tokens[upto : upto + 2]
            if len(following) < 2 or following[1].kind is not Kind.ORDINAL:
                continue
            if _connects(following[0]):
                upto += 1
            elif following[0].text in _THROUGH and self.tokens[upto - 1].plain and following[1].plain:
                first, last = int(self.tokens[upto - 1].value), int(following[1].value)
                if first < last <= len(replied):
                    codes += replied[first : last - 1]
                    upto += 1
        return codes, upto

    def _bare_share(self) -> None:
        """第一个80 第二个…: a number that is all that is said of a place is its percent."""
        number, behind = self._peek(), self._peek(1)
        alone = behind is None or behind.kind is Kind.SEP
        if number is not None and number.kind is Kind.NUMBER and alone and number.plain and 5 <= number.value <= 100:
            number.kind, number.unit = Kind.SHARE, "bare"

    def _codes_in_a_row(self, replied: tuple[str, ...]) -> bool:
        """第三项、第十二项还有第十三项: codes, where one of them is beyond the list that is answered."""
        row: list[Token] = []
        for place, token in enumerate(self.tokens[self.at : self.at + 2 * _LONGEST_ROW]):
            if token.kind is Kind.ORDINAL and token.plain and token.unit not in "个件":
                row.append(token)
            elif not _connects(token) or (place and self.tokens[self.at + place - 1].kind is not Kind.ORDINAL):
                break
        beyond = any(token.value > len(replied) for token in row)
        return beyond and len(row) > 1 and all(self.ctx.open_number(token.value) for token in row)

    def _these(self) -> bool:
        """35…，36…，这两项想延到春节前: the last so many tasks that were named."""
        count = self._peek(1)
        if count is None or count.unit not in ("项", "个", "条"):
            return False
        named = list(dict.fromkeys(pair for mention in self.named if mention.kind == "codes" for pair in mention.codes))
        if count.kind is not Kind.AMOUNT or not 2 <= count.value <= len(named) or not self._head():
            return False
        return self._emit(self.at + 2, Mention(named[-int(count.value) :], explicit=True))

    def _pair_named(self, token: Token) -> tuple[str, ...]:
        """8和57，前者办结，后者达75%: the two tasks that were just named."""
        if not token.text.startswith(("前者", "后者")):
            return ()
        last = next((mention for mention in reversed(self.named) if mention.kind == "codes"), None)
        return tuple(c for c, _ in last.codes) if last is not None and len(last.codes) == 2 else ()


def _connects(token: Token) -> bool:
    return (token.kind is Kind.SEP and token.strength <= 2) or token.has("AND")


def _picked(token: Token, replied: tuple[str, ...]) -> list[str]:
    """Return the codes that an ordinal picks of the message replied to."""
    count = int(token.value)
    if token.plain:
        return [replied[count - 1]] if 1 <= count <= len(replied) and token.unit != "号" else []
    if token.unit == "中":
        return [replied[1]] if len(replied) == 3 else []
    if token.unit in "前头" and count <= len(replied):
        return list(replied[:count])
    if token.unit in "后最末" and count <= len(replied):
        return list(replied[-count:])
    return []
