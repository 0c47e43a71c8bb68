"""How long a summary takes: `python -m tests.benchmarks.summary [reports]`, by default 100 tasks x 36 months.

A plan of 100 tasks in five sections, 34 lead units, 25 targets, 36 months; with more reports than a unit gives in that
time, each has been corrected again and again, as most of a million reports would be. Prints milliseconds.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session, select

from bot.chat.dispatch import Dispatcher
from bot.chat.drawing import Drawing
from bot.chat.redact import arrival
from bot.chat.routes import ROUTES
from bot.locale import Voice
from bot.reports.canvas import warm
from bot.reports.chart import chart
from bot.reports.packing import pack
from bot.rules.months import add_months
from bot.services.summary import Wanted, summarise
from storage import inbox
from storage.database import Database
from storage.kinds import Role
from storage.models import Plan, Report, Target, Task, Unit
from tests import support

FIRST, MONTHS, TASKS, UNITS = date(2022, 5, 1), 36, 100, 34
NOW = datetime(2025, 4, 28, 8, 0, tzinfo=UTC)
SECTIONS = (
    "一、打造最优市场环境",
    "二、打造最优政务环境",
    "三、打造最优法治环境",
    "四、打造最优创新环境",
    "五、保障措施",
)
SAID = ("清单已印发", "正在与省厅对接", "完成86%，12月底前完成", "已开展培训4场", "等公积金系统接口，预计延后")


def town(folder: Path, reports: int) -> Database:
    """Store the plan, its people, and so many reports."""
    dice = random.Random(7)
    db = Database(f"sqlite:///{folder / 'bench.db'}")
    db.upgrade()
    with db.writing() as session:
        tasks = [
            {
                "code": str(number + 1),
                "title": f"第{number + 1}项任务，推进改革举措落地见效",
                "section": SECTIONS[number * len(SECTIONS) // TASKS],
                "lead": [f"县第{number % UNITS + 1}局"],
                "deadline": "ongoing" if number % 3 == 0 else add_months(FIRST, 8 + number % 30) - timedelta(days=1),
            }
            for number in range(TASKS)
        ]
        support.plan(session, tasks, first_month=FIRST)
        support.person(session, 1, "李主任", role=Role.office)
        session.flush()
        for task in list(session.exec(select(Task)))[::4]:
            session.add(Target(task_id=task.id or 0, name="培训", value=50, unit="场"))
        rows = _reports(session, dice, reports)
        for chunk in rows:
            session.execute(insert(Report), chunk)
        session.execute(text("ANALYZE"))
    return db


def _reports(session: Session, dice: random.Random, count: int) -> Iterator[list[dict[str, Any]]]:
    plan = session.exec(select(Plan)).one()
    tasks = session.exec(select(Task)).all()
    units = {unit.name: unit.id for unit in session.exec(select(Unit))}
    cells = [(task, month) for month in range(MONTHS) for task in tasks if dice.random() < 0.93]
    versions = max(1, count // len(cells))
    chunk: list[dict[str, Any]] = []
    number = 0
    for task, month in cells:
        number += versions
        for version in reversed(range(versions)):  # a newer version is there before what it replaces
            key = number - versions + version + 1
            at = datetime.combine(add_months(FIRST, month), datetime.min.time(), tzinfo=UTC) + timedelta(days=24)
            words = dice.choice(SAID)
            chunk.append(
                {
                    "id": key,
                    "plan_id": plan.id,
                    "task_id": task.id,
                    "unit_id": units[f"县第{task.position % UNITS + 1}局"],
                    "month": add_months(FIRST, month),
                    "late": dice.random() < 0.06,
                    "status": dice.choice(("in_progress", "in_progress", "blocked", "done")),
                    "problem": "等公积金系统接口" if dice.random() < 0.05 else None,
                    "measures": [{"name": "培训", "value": 4, "unit": "场"}] if "4场" in words else [],
                    "text": words,
                    "words": words,
                    "reading": {},
                    "source": "chat",
                    "at": at,
                    "stored_at": at,
                    "superseded_by_id": key + 1 if version + 1 < versions else None,
                }
            )
        if len(chunk) >= 20_000:
            yield chunk
            chunk = []
    yield chunk


def timed(name: str, work: Callable[[], Any], times: int = 5) -> Any:
    """Run the work a few times and print the median."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        found = work()
        took.append(time.perf_counter() - started)
    print(f"{name}: {sorted(took)[times // 2] * 1000:.0f} ms (first {took[0] * 1000:.0f})")
    return found


def command(db: Database, number: int, words: str = "/summary") -> None:
    """Take the command as the bot does, up to the commit of what is to be sent."""
    from telegram import Update

    user = {"id": 1, "is_bot": False, "first_name": "李"}
    message = {"message_id": number, "date": int(NOW.timestamp()), "chat": {"id": 1, "type": "private"}, "from": user}
    raw = {"update_id": number, "message": message | {"text": words}}
    dispatch = Dispatcher(support.office(), ROUTES, lambda: NOW)
    with db.writing() as session:
        inbox.receive(session=session, bot_id=7, arrivals=[arrival(raw, bot_id=7)], now=NOW)
    with db.writing() as session:
        row = inbox.next_row(session=session)
        assert row is not None
        handled = dispatch(session, Update.de_json(row.payload, None), row)
        inbox.finish(session=session, row=row, state=handled.state, now=NOW, reason=handled.reason)


async def main(reports: int) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        db = town(Path(folder), reports)
        with db.reading() as session:
            count = session.execute(text("SELECT count(*) FROM reports")).scalar_one()
        print(f"{count} reports")

        def summary(months: int) -> Any:
            with db.reading() as session:
                return summarise(support.context(session, now=NOW), Wanted(months=months))

        timed("the summary", lambda: summary(0))
        found = timed("the summary with six months", lambda: summary(6))
        number = iter(range(1, 100))
        timed("/summary, from the update to what is queued", lambda: command(db, next(number)))
        timed("loading what drawing needs", warm, times=1)
        _, _, data = timed("the chart", lambda: chart(found, Voice("zh_CN")))
        print(f"the picture has {len(data)} bytes")
        drawing = Drawing()
        for name in ("the first picture, its process started for it", "the second picture, from the process"):
            started = time.perf_counter()
            await drawing.draw("chart", pack(found), "zh_CN")
            print(f"{name}: {(time.perf_counter() - started) * 1000:.0f} ms")
        drawing.close()
        db.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
