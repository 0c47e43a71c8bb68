"""How long planning takes at 1,000 units with 100 tasks each: `python -m tests.benchmarks.rules_planning`.

It measures and prints, and judges nothing.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter

from bot.rules import Facts, Ledger, Report, RuleTask, Schedule, figures_of, nudges_on, rehearse, something_due
from bot.rules.months import last_day, months_from

FIRST = date(2022, 5, 1)
MONTHS = list(months_from(FIRST, date(2024, 12, 1)))


def office(units: int, tasks: int, seed: int = 1) -> Ledger:
    """Return a plan of that many units with so many tasks each, half of them with a deadline."""
    chance = random.Random(seed)
    return Ledger(
        tuple(
            RuleTask(
                code=f"{unit}-{number}",
                leads=(f"单位{unit}", f"单位{chance.randrange(units)}"),
                deadline=last_day(chance.choice(MONTHS)) if number % 2 else None,
                ongoing=not number % 2,
            )
            for unit in range(units)
            for number in range(tasks)
        ),
        FIRST,
    )


def measured(name: str, work: Callable[[], object], times: int = 1) -> None:
    """Print how long the work takes on average."""
    begin = perf_counter()
    for _ in range(times):
        work()
    print(f"{name}: {(perf_counter() - begin) / times * 1000:.3f} ms")


def main() -> None:
    """Measure a quiet day, a month's end, figures, and three years of a county."""
    schedule, big, county = Schedule(), office(1000, 100), office(31, 3)
    august = date(2022, 8, 1)
    half = Facts.of(Report(task.leads[0], task.code, august) for task in big.tasks[::2])
    quiet, end = date(2022, 8, 17), date(2022, 8, 31)
    assert not something_due(quiet, big, schedule)
    measured("a tick with nothing due, 100,000 tasks", lambda: nudges_on(quiet, big, schedule, half), 1000)
    measured("planning a month's end for 1,000 units", lambda: nudges_on(end, big, schedule, half))
    measured("the same with nobody having reported", lambda: nudges_on(end, big, schedule))
    measured("the ten figures over 100,000 tasks", lambda: figures_of(august, big, schedule, half, end + timedelta(8)))
    measured("rehearsing 32 months of 93 tasks", lambda: list(rehearse(FIRST, date(2024, 12, 31), county, Schedule())))


if __name__ == "__main__":
    main()
