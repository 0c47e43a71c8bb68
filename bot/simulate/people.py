"""The people of a simulation: liaisons who answer at once, late, in part or never, block the bot, leave, are away.

Everything is drawn from one seeded source, so that the same seed plays the same years.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MORNING, EVENING = time(9, 40), time(17, 50)
OBSTACLES = ("等上级系统对接", "等市局细则", "资金还没到位", "人手不足", "部门间数据没打通")


@dataclass(frozen=True)
class Model:
    """How people are, on average: shares of 1 where not said otherwise."""

    answers: float = 0.8  # of the nudges that a liaison answers at once or within days
    whole: float = 0.75  # of the answers that cover everything asked
    seen_only: float = 0.08  # of the nudges that only get a 收到
    obstacle: float = 0.08  # of the tasks reported that name an obstacle
    more_time: float = 0.04  # of the tasks near their deadline that ask for more time
    done: float = 0.75  # of the tasks at their deadline that are claimed as done
    late_reply: float = 0.35  # of the answers that come after the due day
    blocks: float = 0.004  # a month and person
    leaves: float = 0.012  # a month and person
    away: float = 0.05  # a month and person
    confirms: float = 0.9  # of the claims that the office confirms; the others are returned
    grants: float = 0.7  # of the requests for more time that are granted


@dataclass
class Liaison:
    """One liaison: how diligent, and what the simulation needs to know of them."""

    telegram_id: int
    name: str
    unit: str
    diligence: float
    gone: bool = False


class Chance:
    """Every draw of a simulation."""

    def __init__(self, seed: int, model: Model) -> None:
        self.random = random.Random(seed)  # noqa: S311 - play, not secrets
        self.model = model

    def diligence(self) -> float:
        """Return how likely a person answers: most are near the average, some are far from it."""
        share = self.model.answers
        if share <= 0 or share >= 1:
            return min(max(share, 0.0), 1.0)
        return self.random.betavariate(6 * share, 6 * (1 - share))

    def happens(self, share: float) -> bool:
        """Tell whether something of that probability happens."""
        return self.random.random() < share

    def moment(self, day: date, after: datetime) -> datetime:
        """Return a moment of office hours on the day, after the given one."""
        start = datetime.combine(day, MORNING, tzinfo=after.tzinfo)
        end = datetime.combine(day, EVENING, tzinfo=after.tzinfo)
        start = max(start, after + timedelta(minutes=1))
        return start + (end - start) * self.random.random() if start < end else start

    def delay(self) -> int:
        """Return after how many working days an answer comes."""
        late = self.happens(self.model.late_reply)
        return self.random.choice((3, 4, 5, 6)) if late else self.random.choice((0, 0, 0, 1, 1, 2))

    def words(self, codes: Sequence[str], pressing: Sequence[str], today: date) -> str:
        """Return what a liaison writes in answer to a nudge of these codes; `pressing` ones are due or overdue."""
        if not codes:
            return "收到"
        chosen = list(codes) if self.happens(self.model.whole) else self._part(codes)
        named = [code for code in chosen if code in pressing]
        rest = [code for code in chosen if code not in pressing]
        parts = [self._one(code, today, pressing=True) for code in named]
        few = len(rest) <= 3 or self.happens(0.2)
        parts += [self._one(code, today, pressing=False) for code in rest[: 6 if few else 2]]
        if len(rest) > (6 if few else 2):
            parts.append("其余正常")
        return "，".join(parts)

    def _part(self, codes: Sequence[str]) -> list[str]:
        count = self.random.randint(1, len(codes))
        chosen = set(self.random.sample(list(codes), count))
        return [code for code in codes if code in chosen]

    def _one(self, code: str, today: date, *, pressing: bool) -> str:
        model = self.model
        if pressing and self.happens(model.more_time):
            return (
                f"{code}申请延期到{_month_later(today, self.random.choice((1, 2, 3)))}，{self.random.choice(OBSTACLES)}"
            )
        if pressing and self.happens(model.done):
            return f"{code}已完成，已印发文件〔{today.year}〕{self.random.randint(1, 90)}号"
        if self.happens(model.obstacle):
            later = _month_later(today, self.random.choice((1, 2, 4)))
            return f"{code}有困难，{self.random.choice(OBSTACLES)}，预计{later}完成"
        if pressing:
            later = _month_later(today, self.random.choice((1, 2)))
            return f"{code}完成{self.random.choice((70, 80, 90))}%，预计{later}完成"
        return f"{code}推进中，完成{self.random.choice((20, 30, 40, 50, 60, 70))}%"


def _month_later(today: date, months: int) -> str:
    year, index = divmod(today.year * 12 + today.month - 1 + months, 12)
    return f"{year}年{index + 1}月底"
