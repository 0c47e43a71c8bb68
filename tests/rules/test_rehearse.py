"""The planner against a slow recomputation that shares no code with it, object by object."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.rules import Calendar, Facts, Ledger, Report, Rules, RuleTask, Schedule, rehearse
from storage.kinds import Status
from tests.rules import oracle
from tests.rules.strategies import FIRST, LAST, cases

COUNTY = Path(__file__).parents[2] / ".." / "shared" / "plans" / "fengjie-2022-2024.json"
COLLECTIVE = re.compile(r"各|相关|有关|.*各成员单位")


def as_object(nudge):
    return {
        "day": nudge.day,
        "unit": nudge.unit,
        "month_end": list(nudge.month_end),
        "missed": list(nudge.missed),
        "deadline": dict(nudge.deadline),
        "overdue": list(nudge.overdue),
        "steps": sorted((step.code, step.title, step.due, step.days_left) for step in nudge.milestones),
        "pending": list(nudge.pending),
    }


def planned(first, last, ledger, schedule, *facts):
    nudges = rehearse(first, last, ledger, schedule, *facts)
    return [as_object(nudge) for nudge in sorted(nudges, key=lambda nudge: (nudge.day, nudge.unit))]


def county_tasks():
    if not COUNTY.exists():
        pytest.skip("the county's plan is not at hand")
    for row in json.loads(COUNTY.read_text(encoding="utf-8")):
        ongoing = row["deadline"] == "ongoing"
        yield {
            "code": row["code"],
            "leads": [unit for unit in row["lead"] if not COLLECTIVE.match(unit)],
            "deadline": None if ongoing else date.fromisoformat(row["deadline"]),
            "ongoing": ongoing,
        }


def county(**more):
    tasks = list(county_tasks())
    return tasks, Ledger(tuple(RuleTask(**{**t, "leads": tuple(t["leads"])}) for t in tasks), date(2022, 5, 1), **more)


def test_three_years_of_the_county_equal_a_recomputation_object_by_object():
    tasks, ledger = county()
    first, last = date(2022, 5, 1), date(2024, 12, 31)
    found = planned(first, last, ledger, Schedule())
    assert found == oracle.recompute(tasks, date(2022, 5, 1), first, last)
    assert len(found) == 3200
    assert len({each["unit"] for each in found}) == 31
    assert max(Counter((each["day"].year, each["day"].month, each["unit"]) for each in found).values()) == 5


@pytest.mark.parametrize("first", [date(2022, 1, 1), date(2022, 8, 30), date(2024, 2, 29)])
def test_a_part_of_the_county_s_years_is_that_part_of_the_whole(first):
    _, ledger = county()
    whole = planned(date(2021, 6, 1), date(2025, 3, 31), ledger, Schedule())
    part = planned(first, date(2024, 12, 17), ledger, Schedule())
    assert part == [each for each in whole if first <= each["day"] <= date(2024, 12, 17)]


def test_another_round_s_due_day_gives_nobody_leave_to_go_over_the_cap():
    """A long holiday brings two rounds to one day: who has reported the one that ends gets no message for the other."""
    off = {date(2022, 8, number): False for number in range(1, 25)}
    tasks = [{"code": "3", "leads": ["乙局"], "deadline": None, "ongoing": False}]
    reports = {("乙局", "3", date(2022, 7, 1)): (False, None)}
    rules = {"monthly_cap": 1}
    ledger = Ledger((RuleTask("3", ("乙局",)),), date(2022, 6, 1))
    facts = Facts.of([Report("乙局", "3", date(2022, 7, 1), status=Status.in_progress)])
    found = planned(FIRST.replace(day=1), LAST, ledger, Schedule(Rules(**rules), Calendar(off)), facts)
    days = oracle.Days(2020, 2024, off)
    assert found == oracle.recompute(
        tasks, date(2022, 6, 1), FIRST.replace(day=1), LAST, days=days, rules=rules, reports=reports
    )
    assert date(2022, 7, 29) not in {each["day"] for each in found}


@settings(max_examples=120, deadline=None)
@given(cases())
def test_any_office_equals_a_recomputation_object_by_object(case):
    found = planned(FIRST, LAST, case.ledger, case.schedule, case.facts)
    expected = oracle.recompute(
        case.tasks,
        case.ledger.first_month,
        FIRST,
        LAST,
        days=oracle.Days(2020, 2024, case.overrides),
        rules=case.rules,
        units=case.units,
        reports=case.reports,
        pending=case.pending,
        quiet=case.quiet,
    )
    assert found == expected
