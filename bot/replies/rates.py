"""A number that is how far something is, or is denied to be, names no task: 进度80, 进度不是90，是78."""

from __future__ import annotations

from bot.replies.rests import Rests
from bot.replies.tokens import Kind, Token

_FAR = ("进度", "完成度", "进度条", "完成率")


class Rates(Rests):
    """What keeps the search for mentions from shares told without a sign."""

    def _behind_rate(self) -> bool:
        """进度80, 进度不是90: how far it is, or is not."""
        for token in reversed(self.out[-3:]):
            if not token.has("NOTBE", "BE", "APPROX", "REACHTO"):
                return token.text.endswith(_FAR)
        return False

    def _turned(self) -> bool:
        """不是90，是78%: what a share is put in the place of is one as well."""
        number = self._in_its_place()
        return self._grown() or (number is not None and number.kind is Kind.SHARE)

    def _grown(self) -> bool:
        """50→60: what a bare share has become is one as well."""
        if len(self.out) < 2 or self.out[-1].text != "变为":
            return False
        before = self.out[-2]
        return before.kind is Kind.SHARE and before.unit == "bare" and self.tokens[self.at].value <= 100

    def _put_right(self) -> None:
        """进度不是90，是78: both are shares, the first one denied."""
        number, denied = self._in_its_place(), self.tokens[self.at]
        if self._grown():
            denied.kind, denied.unit = Kind.SHARE, "bare"
        if number is None or number.value > 100 or denied.value > 100:
            return
        if number.kind is Kind.NUMBER:
            number.kind, number.unit = Kind.SHARE, "bare"
        if number.kind is Kind.SHARE:
            denied.kind, denied.unit = Kind.SHARE, "bare"

    def _in_its_place(self) -> Token | None:
        """Return what 是 puts in the place of the number that 不是 stands right before."""
        if not (self.out and self.out[-1].has("NOTBE")):
            return None
        ahead = [t for t in self.tokens[self.at + 1 : self.at + 4] if t.kind is not Kind.SEP or t.strength > 2]
        return ahead[1] if len(ahead) > 1 and ahead[0].has("BE", "SHOULDBE") else None
