"""A slow recomputation of all nudges, written from the rules' text alone: it shares no code with bot.rules.

It goes the other way round: for every task it lists the days on which something falls due, by counting in a list of
working days, and only then gathers them by day and unit. Plain dicts in, plain dicts out.
"""

import calendar as months_of_the_world
from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import date, timedelta
from functools import cache

import chinese_calendar

DEFAULTS = {
    "who_reports": "first-lead",
    "due_day": None,
    "nudge_days": (5, 2, 0),
    "late_working_days": 5,
    "ongoing_every_months": 1,
    "warning_days": (30, 7, 0),
    "milestone_days": (7, 0),
    "monthly_cap": 8,
    "cap_warning_days": 7,
}


@cache
def by_the_state_council(day):
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.isoweekday() <= 5


class Days:
    """All working days of a stretch of years, in a list."""

    def __init__(self, first_year, last_year, overrides=None):
        overrides = overrides or {}
        every = (date(first_year, 1, 1) + timedelta(n) for n in range((last_year - first_year + 1) * 366))
        self.list = [day for day in every if (overrides[day] if day in overrides else by_the_state_council(day))]

    def at_or_before(self, day, steps=0):
        return self.list[bisect_right(self.list, day) - 1 - steps]

    def after(self, day, steps=1):
        return self.list[bisect_right(self.list, day) - 1 + steps]

    def first_in(self, year, month):
        place = bisect_left(self.list, date(year, month, 1))
        found = self.list[place]
        return found if (found.year, found.month) == (year, month) else None


def month_numbers(first, last):
    """Months as (year, month) from one date's to another's."""
    n = first.year * 12 + first.month - 1
    while n <= last.year * 12 + last.month - 1:
        yield n // 12, n % 12 + 1
        n += 1


def nominal_due(year, month, due_day):
    length = months_of_the_world.monthrange(year, month)[1]
    return date(year, month, length if due_day is None else min(due_day, length))


def nothing():
    return {"month_end": [], "missed": [], "deadline": {}, "overdue": [], "steps": [], "pending": []}


def recompute(
    tasks, first_month, first, last, *, days=None, rules=None, units=None, reports=(), pending=(), quiet=None
):
    """Return the objects of every nudge, sorted by day and unit.

    tasks: dicts with code, leads, deadline, ongoing and, where they matter, reporter, first_month, extended_to,
    closed_on, held (pairs of days), milestones (title, due, done_on). reports: (unit, code, month) -> (is done,
    expected). units: name -> dict with consult, quiet_until. pending: keys as of reports.
    """
    rules = {**DEFAULTS, **(rules or {})}
    days = days or Days(first.year - 2, last.year + 2)
    units, reports = units or {}, dict(reports)
    begin = first.replace(day=1)
    made = defaultdict(
        lambda: {"month_end": [], "missed": [], "deadline": {}, "overdue": [], "steps": [], "pending": []}
    )
    due_days = set()

    def consult(unit):
        return units.get(unit, {}).get("consult", False)

    def is_up(task, day):
        """Still to be done, and not with the office."""
        closed = task.get("closed_on")
        if closed is not None and closed <= day:
            return False
        return not any(a <= day and (b is None or day < b) for a, b in task.get("held", ()))

    def open_round(day):
        """The month that an ordinary report of the day counts for."""
        n = day.year * 12 + day.month - 1
        while day > days.after(nominal_due(n // 12, n % 12 + 1, rules["due_day"]), rules["late_working_days"]):
            n += 1
        return date(n // 12, n % 12 + 1, 1)

    around = list(month_numbers(begin - timedelta(250), last + timedelta(250)))
    for task in tasks:
        code, leads = task["code"], list(dict.fromkeys(task["leads"]))
        if task.get("reporter"):
            answering = [task["reporter"]]
        else:
            answering = leads if rules["who_reports"] == "every-lead" else leads[:1]
        starts = task.get("first_month") or first_month
        for year, month in around:
            this = date(year, month, 1)
            if this < starts or (task["ongoing"] and (year * 12 + month) % rules["ongoing_every_months"] != 0):
                continue
            nominal = nominal_due(year, month, rules["due_day"])
            last_one = days.at_or_before(nominal)
            for left in rules["nudge_days"]:
                day = days.at_or_before(nominal, left)
                for unit in answering:
                    if not is_up(task, day) or (unit, code, this) in reports:
                        continue
                    if consult(unit) and left != max(rules["nudge_days"]):
                        continue
                    made[day, unit]["pending" if (unit, code, this) in pending else "month_end"].append(code)
                    if left == 0:
                        due_days.add((day, unit))
            day = days.after(nominal)
            for unit in answering:
                if is_up(task, day) and is_up(task, last_one) and (unit, code, this) not in reports:
                    made[day, unit]["pending" if (unit, code, this) in pending else "missed"].append(code)
        told = leads + [u for u in answering if task.get("reporter") and u not in leads]
        deadline = task.get("extended_to") or task["deadline"]
        if deadline is not None:
            warned = {}
            for left in sorted(rules["warning_days"], reverse=True):
                warned[days.at_or_before(deadline - timedelta(left))] = left
            for day, left in warned.items():
                for unit in told:
                    said = reports.get((unit, code, open_round(day)))
                    tells = said is not None and (said[0] or (said[1] is not None and said[1] >= day))
                    is_last = left == min(rules["warning_days"])
                    if is_up(task, day) and (said is None or (is_last and not tells)):
                        made[day, unit]["deadline"][code] = left
            late = {days.after(deadline)}
            for year, month in month_numbers(deadline, last):
                if (year, month) > (deadline.year, deadline.month):
                    late.add(days.first_in(year, month))
            for day in late - {None}:
                for unit in told:
                    said = reports.get((unit, code, open_round(day)))
                    tells = said is not None and (said[0] or (said[1] is not None and said[1] >= day))
                    if is_up(task, day) and not tells:
                        made[day, unit]["overdue"].append(code)
        for title, due, done_on in task.get("milestones", ()):
            near = {}
            for left in sorted(rules["milestone_days"], reverse=True):
                near[days.at_or_before(due - timedelta(left))] = left
            for day, left in near.items():
                for unit in answering:
                    said = (unit, code, open_round(day)) in reports
                    if is_up(task, day) and not said and not (done_on is not None and done_on <= day):
                        made[day, unit]["steps"].append((code, title, due, left))

    order = [task["code"] for task in tasks]
    sent, result = defaultdict(int), []
    for (day, unit), what in sorted(made.items()):
        if not begin <= day <= last:
            continue
        if any(limit and day <= limit for limit in (quiet, units.get(unit, {}).get("quiet_until"))):
            continue
        if consult(unit):
            what = {
                "month_end": what["month_end"],
                "missed": [],
                "deadline": {},
                "overdue": [],
                "steps": [],
                "pending": [],
            }
        if not any(what.values()):
            continue
        if sent[unit, day.year, day.month] >= rules["monthly_cap"]:
            near = any(left <= rules["cap_warning_days"] for left in what["deadline"].values())
            on_due_day = (day, unit) in due_days and what["month_end"]
            if not near and not on_due_day:
                continue
        sent[unit, day.year, day.month] += 1
        if day >= first:
            lists = {
                key: sorted(set(what[key]), key=order.index) for key in ("month_end", "missed", "overdue", "pending")
            }
            result.append(
                {"day": day, "unit": unit, "deadline": what["deadline"], "steps": sorted(what["steps"]), **lists}
            )
    return result
