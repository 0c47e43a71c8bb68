"""Random ledgers, calendars, rules and reports, both as the oracle's dicts and as the rules' own data."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from hypothesis import strategies as st

from bot.rules import Calendar, Facts, Held, Ledger, Milestone, Report, Rules, RuleTask, Schedule, UnitView
from storage.kinds import Status

UNITS = ("甲局", "乙局", "丙局", "丁委")
FIRST, LAST = date(2022, 7, 14), date(2022, 11, 12)  # a shifted workday on 8 October, a long holiday before it
MONTHS = [date(2022, number, 1) for number in range(6, 13)]

# Random days, and those about a month's end more often: that is where rules meet.
days = st.dates(date(2022, 6, 1), date(2022, 12, 31)) | st.tuples(
    st.sampled_from([date(2022, number, 1) for number in range(7, 13)]), st.integers(-8, 8)
).map(lambda pair: pair[0] + timedelta(pair[1]))


@st.composite
def task_dicts(draw, code):
    leads = draw(st.lists(st.sampled_from(UNITS), max_size=3))
    closed = draw(st.none() | st.none() | days)
    start = draw(days)
    held = draw(
        st.just([]) | st.just([(start, None)]) | st.integers(0, 25).map(lambda n: [(start, start + timedelta(n))])
    )
    steps = draw(
        st.lists(st.tuples(st.sampled_from("一二"), days, st.none() | days), max_size=2, unique_by=lambda s: s[:2])
    )
    return {
        "code": code,
        "leads": leads,
        "deadline": draw(st.none() | days),
        "ongoing": draw(st.booleans()),
        "reporter": draw(st.none() | st.none() | st.sampled_from(UNITS)),
        "first_month": draw(st.none() | st.none() | st.sampled_from(MONTHS)),
        "extended_to": draw(st.none() | st.none() | days),
        "closed_on": closed,
        "held": held,
        "milestones": steps,
    }


some_rules = st.fixed_dictionaries(
    {},
    optional={
        "who_reports": st.sampled_from(["first-lead", "every-lead"]),
        "due_day": st.none() | st.integers(1, 31),
        "nudge_days": st.lists(st.integers(0, 12), max_size=4, unique=True).map(tuple),
        "late_working_days": st.integers(0, 8),
        "ongoing_every_months": st.integers(1, 4),
        "warning_days": st.lists(st.integers(0, 40), max_size=4, unique=True).map(tuple),
        "milestone_days": st.lists(st.integers(0, 10), max_size=2, unique=True).map(tuple),
        "monthly_cap": st.integers(1, 3),
        "cap_warning_days": st.integers(0, 10),
    },
)


@dataclass(frozen=True)
class Case:
    """One random office."""

    tasks: list
    rules: dict
    overrides: dict
    units: dict
    quiet: date | None
    reports: dict
    pending: frozenset

    @property
    def schedule(self):
        return Schedule(Rules(**self.rules), Calendar(self.overrides))

    @property
    def ledger(self):
        tasks = tuple(
            RuleTask(
                **{
                    **task,
                    "leads": tuple(task["leads"]),
                    "held": tuple(Held(*span) for span in task["held"]),
                    "milestones": tuple(Milestone(due, title, done) for title, due, done in task["milestones"]),
                }
            )
            for task in self.tasks
        )
        views = {name: UnitView(**view) for name, view in self.units.items()}
        return Ledger(tasks, date(2022, 6, 1), views, self.quiet)

    @property
    def facts(self):
        return Facts.of(
            [
                Report(*key, status=Status.done if done else Status.in_progress, expected=expected)
                for key, (done, expected) in self.reports.items()
            ],
            self.pending,
        )


@st.composite
def cases(draw, most_tasks=6):
    tasks = [draw(task_dicts(str(number))) for number in range(1, draw(st.integers(0, most_tasks)) + 1)]
    keys = st.tuples(
        st.sampled_from(UNITS), st.sampled_from([task["code"] for task in tasks] or ["1"]), st.sampled_from(MONTHS)
    )
    holidays = draw(st.lists(st.tuples(days, st.integers(1, 25), st.booleans()), max_size=3))
    overrides = {start + timedelta(n): worked for start, length, worked in holidays for n in range(length)}
    overrides.update(draw(st.dictionaries(days, st.booleans(), max_size=10)))
    view = st.fixed_dictionaries({"consult": st.booleans()}, optional={"quiet_until": days})
    return Case(
        tasks,
        draw(some_rules),
        overrides,
        draw(st.dictionaries(st.sampled_from(UNITS), view, max_size=2)),
        draw(st.none() | st.none() | st.none() | days),
        draw(st.dictionaries(keys, st.tuples(st.booleans(), st.none() | days), max_size=12)),
        frozenset(draw(st.sets(keys, max_size=6))),
    )


clock_times = st.times(time(0), time(23, 59))
