"""14号: a day of the month or a task? A task where it is the unit's own code and what follows speaks of one.

    day-code := N号 ((和|跟|、|,) M号)* (已… | 嘛 | 那个 | 都 … | status | share | words of its title)

14号前完成, 14号开会 stay dates; so does every N号 in answer to a message.
"""

from __future__ import annotations

import re

from bot.replies.numbered import Numbered
from bot.replies.numbers import read_number
from bot.replies.tokens import Kind, Mention, Token

_OF_TASK = (
    "我们这边",
    "我局这边",
    "我委这边",
    "我们这块",
    "嘛",
    "呢",
    "那个",
    "这个",
    "那项",
    "这项",
    "那块",
    "这块",
    "这边",
    "那边",
    "的",
    "任务",
    "哈",
    "啊",
    "呐",
)


_DAY = re.compile(r"第?(\d{1,3}|[一二三四五六七八九十]{1,4})号(?:任务)?")
_HELD = ("会", "培训", "通知", "文件", "活动", "座谈", "课", "调研", "检查", "现场", "考试", "讲座", "函")
"""What is on a day, or bears its date."""


class DayCodes(Numbered):
    """The mentions that look like days."""

    days_end = 0  # of the row of such days last looked at

    def _day_as_code(self, token: Token) -> bool:
        """14号已办结, 14号和15号都弄完了 name tasks where all are the unit's own; 14号前完成 is a date."""
        behind = self._peek(1)
        spoken_of = behind is not None and behind.text in ("那个", "那项", "这项", "那块", "这块")
        if self.ctx.reply_to or not self._head() or (self.ctx.only_task() and not spoken_of):
            return False
        if self.out and self.out[-1].has("FUTURE", "EXTEND"):
            return False  # 预计十五号办结
        if self.at >= self.days_end:
            self.days_end = self._end_of_days()
        upto = self.days_end
        if upto == self.at or not self._told_of_code(upto):
            return False
        numbers = [number for t in self.tokens[self.at : upto] if (number := _day_number(t)) is not None]
        return self._emit(upto, Mention([self.ctx.ledger.resolve(n, self.ctx.view) for n in numbers]))

    def _end_of_days(self) -> int:
        """Return the place behind the days from here on whose numbers are open codes."""
        upto = self.at
        while (place := self._next_day(upto)) is not None:
            number = _day_number(self.tokens[place])
            if number is None or not self.ctx.open_number(float(number)):
                break
            upto = place + 1
        return upto

    def _next_day(self, at: int) -> int | None:
        """Return the place of the list's next element: here, or behind a mark or 和."""
        if at == self.at:
            return at
        here = self.tokens[at : at + 2]
        joined = len(here) == 2 and (
            here[0].text in ("、", ",", " ", "跟", "和", "与", "及", "同") or here[0].has("AND")
        )
        if joined and _day_number(here[1]) is not None:
            return at + 1
        return at if here and _day_number(here[0]) is not None else None

    def _told_of_code(self, at: int) -> bool:
        """Tell whether what stands behind a number with 号 speaks of a task, and not of what happens on that day."""
        if "任务" in self.tokens[at - 1].text:
            return True
        later = [t for t in self.tokens[at : at + 4] if t.kind is not Kind.SEP][:3]
        if not later:
            return False
        first = later[0]
        if self.dated and not first.has("BEFORE", "WITHIN", "FUTURE"):
            return True  # as the one before it
        if self.dated and first.has("FUTURE") and len(later) > 1 and later[1].kind is Kind.DATE:
            return True  # 十六号预计十五号办结
        if first.text == "的" and len(later) > 1 and later[1].text.startswith(_HELD):
            return False  # 25号的会我们去2个人
        if first.text.startswith(_OF_TASK):
            return True
        if first.kind is Kind.DATE and _day_number(first) is None:
            return True  # 5号8月能完: two days in a row
        if at > self.at + 1 and first.has("ALL", "DONE"):
            return True
        reach = self.tokens[at : at + 6]
        stop = next((i for i, t in enumerate(reach) if t.kind is Kind.SEP), len(reach))
        if any(t.kind is Kind.SHARE for t in (*later[:2], *reach[:stop])) or first.has(
            "PAST", "OKAY", "UNDONE", "NOTSTARTED", "NOCHANGE", "STOPPED", "PROGRESS", "NEARDONE", "CANTDO", "SLOW"
        ):
            return True
        if first.has("ASKFOR", "EXTEND") and any(t.has("EXTEND") for t in later[:2]):
            return True  # 28号请批准延期三个月
        if first.has("DONE"):
            return len(later) > 1 and later[1].text in ("了", "啦")
        number = _day_number(self.tokens[at - 1]) or 0
        code, _ = self.ctx.ledger.resolve(number, self.ctx.view)
        return first.kind is Kind.TEXT and self.ctx.view.titles.strength(first.text, code) >= 1


def _day_number(token: Token) -> int | None:
    """Return the number of 14号, 二十七号; None for anything else."""
    match = _DAY.fullmatch(token.text) if token.kind in (Kind.DATE, Kind.ORDINAL) else None
    number = read_number(match[1], 0) if match else None
    return int(number.value) if number is not None else None
