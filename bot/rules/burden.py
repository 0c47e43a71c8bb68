"""The burden ledger: messages sent to each unit each month, and what of it an office looks at."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from bot.rules.ledger import Unit
from bot.rules.months import month_of
from bot.rules.settings import Rules


@dataclass(frozen=True)
class Burden:
    """A month's messages over all units that got any."""

    month: date
    messages: int
    units: int
    median: float
    most: int
    most_by: tuple[Unit, ...]  # every unit that got so many
    over_cap: tuple[Unit, ...]


def by_unit_and_month(sent: Iterable[tuple[Unit, date]]) -> dict[tuple[Unit, date], int]:
    """Count messages, given as unit and day, by unit and month."""
    return dict(Counter((unit, month_of(day)) for unit, day in sent))


def burden_of(month: date, counts: Mapping[tuple[Unit, date], int], rules: Rules) -> Burden:
    """Return what the counts say of one month."""
    mine = {unit: count for (unit, at), count in counts.items() if at == month and count}
    most = max(mine.values(), default=0)
    return Burden(
        month=month,
        messages=sum(mine.values()),
        units=len(mine),
        median=median(mine.values()) if mine else 0.0,
        most=most,
        most_by=tuple(unit for unit, count in mine.items() if count == most),
        over_cap=tuple(unit for unit, count in mine.items() if count > rules.monthly_cap),
    )
