"""What must hold whatever the ledger, the calendar, the reports and the moments at which the bot is down."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from bot.rules import Calendar, Rules, nudges_on
from bot.services import nudge
from bot.services.context import Context
from bot.services.views import PlanBook, plan_book
from storage import outbox
from storage.kinds import MessageKind, OutboxState, Status
from storage.models import OutboxRow, Plan, Report, Task, Unit
from tests import support
from tests.rules import oracle

UNITS = ("甲局", "乙局", "丙局")
FIRST, LAST = date(2022, 8, 15), date(2022, 10, 20)
DAYS = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
MONTHS = (date(2022, 8, 1), date(2022, 9, 1))
OWN_TIMES = (None, None, time(8, 0), time(14, 30))

tasks = st.lists(
    st.tuples(
        st.lists(st.sampled_from(UNITS), min_size=1, max_size=2, unique=True),
        st.sampled_from(["ongoing", None, *DAYS[::3], date(2022, 6, 30), date(2022, 12, 31)]),
    ),
    min_size=1,
    max_size=5,
)
HOURS = (time(7), time(9, 31), time(11), time(14, 31), time(19, 59), time(21))
seeds = st.integers(0, 2**32)  # of the moments at which the bot is up: too many to be drawn one by one
says = st.lists(st.tuples(st.sampled_from(DAYS), st.integers(0, 4), st.integers(0, 1)), max_size=6)
off = st.lists(st.sampled_from(DAYS), max_size=6)
caps = st.sampled_from((1, 2, 3, 8))


@dataclass
class Years:
    """One office played over the days, with what went out of it."""

    session: Session
    office: Any
    sent: list[OutboxRow] = field(default_factory=list)

    def context(self, moment: datetime) -> Context:
        """Return the program's context at the moment."""
        return support.context(self.session, now=moment, office=self.office)

    def tick(self, moment: datetime, *, deliver: bool) -> None:
        """Tick, and deliver what is still needed then."""
        ctx = self.context(moment)
        nudge.tick(ctx)
        if not deliver:
            return
        for row in self.session.exec(select(OutboxRow).where(OutboxRow.state == OutboxState.queued)).all():
            late = row.expires_at is not None and row.expires_at <= moment
            why = "stale" if late else nudge.still_needed(ctx, row)
            state = OutboxState.skipped if why else OutboxState.sent
            outbox.settle(session=self.session, row=row, state=state, now=moment, reason=why or "")

    def play(self, chance: random.Random, said: Sequence[tuple[date, int, int]] = ()) -> None:
        """Play the days with a bot that is up at some moments only, and at some of them has no network."""
        for day in DAYS:
            delivers = chance.random() < 0.7
            for at in sorted(chance.sample(HOURS, chance.randint(0, 3))):
                self.tick(local(day, at), deliver=delivers)
            for when, number, place in said:
                if when == day:
                    self.report(day, number, place)

    def report(self, day: date, number: int, place: int) -> None:
        """Let a lead of a task report on the day, for the round that counts then."""
        rows = self.session.exec(select(Task).order_by(col(Task.id))).all()
        task = rows[number % len(rows)]
        plan = self.session.get_one(Plan, task.plan_id)
        book = plan_book(self.context(local(day, time(22))), plan)
        leads = book.rule_tasks[task.code].leads
        unit = self.session.exec(select(Unit).where(Unit.name == leads[place % len(leads)])).one()
        month = max(book.schedule.current(day), plan.first_month)
        here = (Report.unit_id == unit.id, Report.task_id == task.id, Report.month == month)
        if self.session.exec(select(Report).where(*here)).first() is not None:
            return
        moment = local(day, time(22))
        row = Report(
            plan_id=plan.id or 0,
            task_id=task.id or 0,
            unit_id=unit.id or 0,
            month=month,
            status=Status.in_progress,
            text="推进中",
            at=moment,
            stored_at=moment,
        )
        self.session.add(row)
        self.session.flush()
        nudge.refresh(self.context(moment), plan, unit)


def local(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=support.SHANGHAI)


@contextmanager
def office(
    found: list[Any], free: list[date], times: tuple[time | None, ...], *, beside: Sequence[Any] = (), cap: int = 8
) -> Iterator[Years]:
    """Store an office with these tasks, days off and times of day, one person a unit; `beside`: of a second plan."""
    with tempfile.TemporaryDirectory() as folder:
        database = support.database(Path(folder))
        with database.writing() as session:
            for letter, mine in (("", found), ("B", beside)):
                rows = [
                    {"code": f"{letter}{number}", "title": "任务", "lead": leads, "deadline": deadline}
                    for number, (leads, deadline) in enumerate(mine, 1)
                ]
                imported = local(FIRST - timedelta(1), time(8))
                if rows:
                    support.plan(session, rows, letter=letter, imported_at=imported, first_month=MONTHS[0])
            for number, (name, at) in enumerate(zip(UNITS, times, strict=True)):
                support.person(session, 11 + number, units=[name])
                unit = support.unit(session, name)
                unit.nudge_time = at
                session.add(unit)
            session.flush()
            made = support.office(calendar=Calendar(dict.fromkeys(free, False)), rules=Rules(monthly_cap=cap))
            yield Years(session, made)
        database.close()


def nudges(years: Years) -> list[OutboxRow]:
    query = select(OutboxRow).where(OutboxRow.kind == MessageKind.nudge, OutboxRow.state == OutboxState.sent)
    return list(years.session.exec(query).all())


def due(book: PlanBook) -> dict[tuple[str, date], frozenset[str]]:
    """Return what is due on each day if nobody answers, the monthly cap counted from the first day on."""
    found: dict[tuple[str, date], frozenset[str]] = {}
    for day in DAYS:
        sent = Counter(unit for unit, at in found if (at.year, at.month) == (day.year, day.month))
        for each in nudges_on(day, book.ledger, book.schedule, sent=sent):
            found[each.unit, day] = each.codes
    return found


quick = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
times_of_units = st.tuples(*[st.sampled_from(OWN_TIMES)] * 3)


@quick
@given(tasks, tasks, off, times_of_units, seeds, says)
def test_nobody_gets_two_messages_a_day_nor_one_out_of_hours_nor_after_an_answer(
    found: list[Any],
    beside: list[Any],
    free: list[date],
    times: tuple[time | None, ...],
    seed: int,
    said: list[Any],
) -> None:
    with office(found, free, times, beside=beside) as years:
        years.play(random.Random(seed), said)
        rows = nudges(years)
        assert max(Counter((row.plan_id, row.unit_id, row.day) for row in rows).values(), default=1) == 1
        worked = set(oracle.Days(2022, 2022, dict.fromkeys(free, False)).list)
        reports = [(row, years.session.get_one(Task, row.task_id).code) for row in years.session.exec(select(Report))]
        for row in rows:
            assert row.settled_at is not None
            moment = years.office.local(row.settled_at)
            assert time(8) <= moment.time() < time(20)
            assert moment.date() == row.day
            assert row.day in worked
            for month, codes in row.facts["round"].items():
                for report, code in reports:
                    asked = (report.unit_id, report.month.isoformat()) == (row.unit_id, month) and code in codes
                    assert not (asked and report.at < row.created_at)


@quick
@given(tasks, tasks, off, times_of_units, seeds, st.sampled_from((1, 2, 3)))
def test_beyond_the_cap_over_all_plans_only_due_days_and_near_deadlines_go_out(
    found: list[Any], beside: list[Any], free: list[date], times: tuple[time | None, ...], seed: int, cap: int
) -> None:
    with office(found, free, times, beside=beside, cap=cap) as years:
        years.play(random.Random(seed))
        deadlines = {task.code: task.deadline for task in years.session.exec(select(Task))}
        counts: Counter[tuple[int | None, date]] = Counter()
        for row in sorted(nudges(years), key=lambda each: each.id or 0):
            assert row.day is not None
            if counts[row.unit_id, row.day.replace(day=1)] >= cap:
                assert is_free(years.office.calendar, row, deadlines)
            counts[row.unit_id, row.day.replace(day=1)] += 1


def is_free(calendar: Calendar, row: OutboxRow, deadlines: dict[str, date | None]) -> bool:
    """Tell by the calendar alone whether a nudge is of a round's last day or of a deadline within seven days."""
    since, day = date.fromisoformat(row.facts["since"]), row.day
    assert day is not None
    for month in row.facts["round"]:
        first = date.fromisoformat(month)
        if calendar.on_or_before((first + timedelta(31)).replace(day=1) - timedelta(1)) == day:
            return True
    due = [deadlines[code] for code in row.facts["codes"]]
    warned = [(calendar.on_or_before(each - timedelta(left)), each) for each in due if each for left in (7, 0)]
    return any(since < at <= day <= deadline for at, deadline in warned)


@quick
@given(tasks, off, times_of_units, caps)
def test_awake_every_day_everything_that_is_due_goes_out_on_its_day_and_hour(
    found: list[Any], free: list[date], times: tuple[time | None, ...], cap: int
) -> None:
    with office(found, free, times, cap=cap) as years:
        for day in DAYS:
            for at in (time(8), time(9, 30), time(14, 30)):
                years.tick(local(day, at), deliver=True)
        names = {unit.id: unit.name for unit in years.session.exec(select(Unit))}
        sent = {(names[row.unit_id], row.day): frozenset(row.facts["codes"]) for row in nudges(years)}
        book = plan_book(years.context(local(LAST, time(12))), years.session.exec(select(Plan)).one())
        assert sent == due(book)
        own = dict(zip(UNITS, times, strict=True))
        for row in nudges(years):
            at = own[names[row.unit_id]] or time(9, 30)
            assert years.office.local(row.created_at).time() == at


@quick
@given(tasks, off, seeds)
def test_a_restart_at_any_moment_of_a_day_changes_nothing(found: list[Any], free: list[date], seed: int) -> None:
    chance = random.Random(seed)
    with office(found, free, (None, time(14, 30), None)) as years:
        for day in DAYS[:35]:
            moments = {chance.randint(9 * 60 + 30, 19 * 60) for _ in range(chance.randint(1, 3))}
            for minutes in sorted({*moments, 15 * 60}):
                years.tick(local(day, time(minutes // 60, minutes % 60)), deliver=chance.random() < 0.5)
            years.tick(local(day, time(19, 30)), deliver=True)
        names = {unit.id: unit.name for unit in years.session.exec(select(Unit))}
        book = plan_book(years.context(local(LAST, time(12))), years.session.exec(select(Plan)).one())
        assert Counter((names[row.unit_id], row.day) for row in nudges(years)) == Counter(
            key for key in due(book) if key[1] <= DAYS[34]
        )


Due = tuple[str, date, str, str, date]
"""Unit, day, code, what is asked of it, and the last day on which that is of use."""


def asked_of_nobody_answering(found: list[Any], free: list[date]) -> list[Due]:
    """Return all that falls due if nobody answers, by a recomputation that shares no code with the program."""
    rows = [
        {
            "code": f"{number}",
            "leads": leads,
            "ongoing": deadline == "ongoing",
            "deadline": None if deadline == "ongoing" else deadline,
        }
        for number, (leads, deadline) in enumerate(found, 1)
    ]
    deadlines = {row["code"]: row["deadline"] for row in rows}
    calendar = oracle.Days(2021, 2024, dict.fromkeys(free, False))
    due: list[Due] = []
    for each in oracle.recompute(rows, MONTHS[0], FIRST, LAST, days=calendar, rules={"monthly_cap": 99}):
        unit, day = each["unit"], each["day"]
        month_end = (day.replace(day=1) + timedelta(31)).replace(day=1) - timedelta(1)
        last_month_end = day.replace(day=1) - timedelta(1)
        due += [(unit, day, code, "round", month_end) for code in each["month_end"]]
        due += [(unit, day, code, "missed", calendar.after(last_month_end, 5)) for code in each["missed"]]
        due += [(unit, day, code, "deadline", deadlines[code]) for code in each["deadline"]]
        due += [(unit, day, code, "overdue", LAST) for code in each["overdue"]]
    return due


@settings(quick, max_examples=15)
@given(tasks, off, seeds)
def test_through_downtime_and_days_without_network_nothing_that_is_of_use_is_left_out(
    found: list[Any], free: list[date], seed: int
) -> None:
    chance = random.Random(seed)
    worked = set(oracle.Days(2022, 2022, dict.fromkeys(free, False)).list)
    with office(found, free, (None, None, None), cap=99) as years:
        arrives = []
        for day in DAYS:
            state = chance.choice(("runs", "runs", "no network", "no network", "down"))
            if state != "down":
                years.tick(local(day, time(9, 31)), deliver=state == "runs")
            if state == "runs" and day in worked:
                arrives.append(day)
        names = {unit.id: unit.name for unit in years.session.exec(select(Unit))}
        sent = {(names[row.unit_id], row.day): set(row.facts["codes"]) for row in nudges(years)}
        due = asked_of_nobody_answering(found, free)
        for unit, day, code, what, until in due:
            back = next((each for each in arrives if each >= day), None)
            if back is not None and back <= until and (back - day).days <= 31:
                assert code in sent.get((unit, back), ()), (unit, code, what, day, back)
        for (unit, day), codes in sent.items():
            before = max((each for each in arrives if each < day), default=FIRST - timedelta(1))
            assert codes <= {each[2] for each in due if each[0] == unit and before < each[1] <= day}
