"""How long a tick takes at 1,000 units x 100 tasks, in real storage: `python -m tests.benchmarks.tick [UNITS TASKS]`.

A tick with nothing due, without and with three years of history behind it; a month's end planned for every unit, alone
and as a whole tick with the office's digest; the day after, with the missing list; the day when the lights are kept. It
measures and prints, and judges nothing.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import text
from sqlmodel import SQLModel, insert, select

from bot.rules.months import add_months, last_day, months_from
from bot.services import nudge, tick
from bot.services.context import Context
from storage import notes
from storage.database import Database
from storage.kinds import AssignmentRole, MessageKind, OutboxState, Role, Source, Status
from storage.models import Assignment, Membership, OutboxRow, Person, Plan, Report, Task, Unit
from tests import support

FIRST = date(2022, 5, 1)
MONTHS = list(months_from(FIRST, date(2024, 12, 1)))
QUIET = datetime(2022, 8, 17, 1, 31, tzinfo=UTC)  # 09:31 on a Wednesday without anything
END = datetime(2022, 8, 31, 1, 31, tzinfo=UTC)
MISSED = datetime(2022, 9, 1, 1, 31, tzinfo=UTC)
FROZEN = datetime(2022, 9, 8, 1, 31, tzinfo=UTC)
LONG_AGO = datetime(2022, 7, 31, 4, tzinfo=UTC)
OFFICE = support.office()  # made once, as the bot makes it


def office(database: Database, units: int, tasks: int, seed: int = 1) -> None:
    """Store a plan of so many units with so many tasks each, half of them with a deadline at a month's end."""
    chance, numbers = random.Random(seed), range(1, units + 1)
    with database.writing() as session:
        session.add(Plan(title="大方案", first_month=date(2022, 8, 1), imported_at=LONG_AGO, rules={}))
        session.flush()
        session.execute(
            insert(Unit), [{"id": n, "name": f"单位{n}", "collective": False, "consult": False} for n in numbers]
        )
        people = [
            {"id": n, "telegram_id": n, "name": f"联络员{n}", "username": "", "telephone": "", "language": "zh_CN",
             "joined_at": LONG_AGO, "unreachable_why": ""}
            for n in numbers
        ]  # fmt: skip
        session.execute(insert(Person), people)
        bound = [
            {"person_id": n, "unit_id": n, "role": Role.liaison, "deputy": False, "since": LONG_AGO} for n in numbers
        ]
        session.execute(insert(Membership), bound)
        support.person(session, units + 1, role=Role.office)
        rows, leads = [], []
        for unit in numbers:
            for number in range(tasks):
                key = len(rows) + 1
                day = last_day(chance.choice(MONTHS)) if number % 2 else None
                rows.append({
                    "id": key, "plan_id": 1, "code": f"{unit}-{number}", "number": f"{number}", "position": key,
                    "section": "一", "subsection": "", "title": f"持续提升第{number}项工作便利度", "description": "",
                    "ongoing": day is None, "deadline": day, "original_deadline": day, "deadline_text": "",
                    "place": "", "state": "open",
                })  # fmt: skip
                leads.append({"task_id": key, "unit_id": unit, "role": AssignmentRole.lead, "position": 0})
        for start in range(0, len(rows), 5000):
            session.execute(insert(Task), rows[start : start + 5000])
            session.execute(insert(Assignment), leads[start : start + 5000])


def history(database: Database, units: int, months: int, tasks: int) -> None:
    """Store so many months of nudges to every unit, and of reports on ten of its tasks."""
    with database.writing() as session:
        for back in range(months):
            day = add_months(FIRST, -back).replace(day=24)
            sent = [
                {"key": f"old:{back}:{n}", "kind": MessageKind.nudge, "chat_id": n, "person_id": n, "unit_id": n,
                 "plan_id": 1, "day": day, "method": "sendMessage", "payload": {"text": "旧"}, "facts": {},
                 "priority": 20, "state": OutboxState.sent, "reason": "", "attempts": 1, "created_at": LONG_AGO,
                 "settled_at": LONG_AGO, "message_id": back}
                for n in range(1, units + 1)
            ]  # fmt: skip
            session.execute(insert(OutboxRow), sent)
            said = [
                {"plan_id": 1, "task_id": (n - 1) * tasks + number + 1, "unit_id": n, "person_id": n,
                 "month": day.replace(day=1), "late": False, "status": Status.in_progress, "measures": [],
                 "text": "正常", "words": "正常", "reading": {}, "source": Source.chat, "at": LONG_AGO,
                 "stored_at": LONG_AGO}
                for n in range(1, units + 1)
                for number in range(min(10, tasks))
            ]  # fmt: skip
            session.execute(insert(Report), said)
            lights = "INSERT INTO light_records (task_id, month, light, reason, at) SELECT id, :month, 'grey', '', :at"
            session.execute(text(f"{lights} FROM tasks"), {"month": f"{day:%Y-%m-01}", "at": f"{LONG_AGO}"})


def measured(name: str, work: Callable[[], object], times: int = 1) -> None:
    """Print the median time of the work."""
    taken = []
    for _ in range(times):
        begin = perf_counter()
        work()
        taken.append(perf_counter() - begin)
    print(f"{name}: {sorted(taken)[len(taken) // 2] * 1000:.1f} ms", flush=True)


def quiet_tick(database: Database, *, fresh: bool) -> None:
    """Tick on a day with nothing due: the day's first time (`fresh`), or again as every 20 seconds."""
    with database.writing() as session:
        if fresh:
            notes.put(session=session, name="nudged:1", value="2022-08-16", at=QUIET)
            for name in ("desk-reminded", "office-told"):
                notes.put(session=session, name=name, value="2022-08-16", at=QUIET)
    begin, work = perf_counter(), process_time()
    with database.writing() as session:
        tick.tick(support.context(session, now=QUIET, office=OFFICE))
    LAST.append((perf_counter() - begin, process_time() - work))


LAST: list[tuple[float, float]] = []


def shown(name: str) -> None:
    """Print the median of what was measured since the last time."""
    wall, work = (sorted(each)[len(LAST) // 2] * 1000 for each in zip(*LAST, strict=True))
    print(f"{name}: {wall:.1f} ms, of it {work:.1f} ms of work", flush=True)
    LAST.clear()


def busy(database: Database, name: str, now: datetime, work: Callable[[Context], object], *, kept: bool) -> None:
    """Do the work of a day from the working day before, and keep what it did or not."""
    with database.writing() as session:
        notes.put(session=session, name="nudged:1", value=f"{now.date() - timedelta(days=1)}", at=now)
        notes.put(session=session, name="desk-reminded", value="", at=now)
    begin, worked = perf_counter(), process_time()
    with database.writing() as session:
        work(support.context(session, now=now, office=OFFICE))
        if not kept:
            session.rollback()
    wall, worked = (perf_counter() - begin) * 1000, (process_time() - worked) * 1000
    print(f"{name}: {wall:.0f} ms, of it {worked:.0f} ms of work", flush=True)


def last_check(database: Database, times: int = 10) -> None:
    """Check messages of that morning one by one, as delivery does before it sends each."""
    for number in range(1, times + 1):
        begin, worked = perf_counter(), process_time()
        with database.writing() as session:
            row = session.exec(
                select(OutboxRow).where(OutboxRow.key == f"nudge:1:{number}:{number}:{END.date()}")
            ).one()
            assert nudge.still_needed(support.context(session, now=END, office=OFFICE), row) is None
        LAST.append((perf_counter() - begin, process_time() - worked))
    shown("the last check before one message is sent")


def main(units: int, tasks: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'big.db'}")
        SQLModel.metadata.create_all(database.engine)
        measured(f"storing {units} units with {tasks} tasks each", lambda: office(database, units, tasks))
        for fresh in (True, False):
            for _ in range(21):
                quiet_tick(database, fresh=fresh)
            shown("a tick with nothing due, the day's first" if fresh else "a tick with nothing due, repeated")
        measured("storing three years of history", lambda: history(database, units, 36, tasks))
        for fresh in (True, False):
            for _ in range(21):
                quiet_tick(database, fresh=fresh)
            shown("with history, the day's first" if fresh else "with history, repeated")
        busy(database, "planning a month's end for every unit", END, nudge.tick, kept=False)
        busy(database, "the whole tick of that morning", END, tick.tick, kept=True)
        last_check(database)
        busy(database, "the tick of the day after, with the missing list", MISSED, tick.tick, kept=True)
        busy(database, "the tick that keeps the month's lights", FROZEN, tick.tick, kept=True)
        database.close()


if __name__ == "__main__":
    main(*(map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (1000, 100)))
