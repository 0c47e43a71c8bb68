"""How fast the work goes on this machine, on the built-in plan and a throw-away database. It measures, never judges."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from bot.app import App
from bot.clock import Clock
from bot.config import load
from bot.demo.cast import MARKET
from bot.demo.demo import PLAN, START
from bot.plan import read as read_plan
from bot.replies import Ledger
from bot.replies import read as read_reply
from bot.rules import rehearse
from bot.services import import_plan, nudge, people, report, views
from bot.services.context import Context
from bot.services.people import Visitor
from bot.services.report_store import Words
from bot.services.summary import summarise
from storage.kinds import Role
from storage.ledger import find_unit
from storage.models import Membership

T = TypeVar("T")

REPLIES = (
    "16办结，3、12、13 8月底前完成，其余正常",
    "14 开办企业时间压到0.5个工作日，网办率93%",
    "67 有效发明专利268件，达到序时进度",
    "1和4月底完不成，估计要9月中旬",
    "双随机一公开本月联合抽查6次，公示率100%",
    "收到，谢谢",
    "42 extend to Dec 15 please",
    "领导还没签字，签了马上发",
)
ROUNDS = 50


@dataclass(frozen=True)
class Figure:
    """One line: what was measured, the figure in `unit`, and how often it was done."""

    name: str
    value: float
    unit: str
    times: int = 1


def measure() -> Iterator[Figure]:
    """Yield the figures one after another."""
    data = files("bot.sandbox").joinpath(PLAN).read_bytes()
    seconds, draft = _timed(lambda: read_plan(data, PLAN, today=START.date()))
    yield Figure("plan of 101 rows read", seconds * 1000, "ms")
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        config = replace(load(None, env={}), storage_url=f"sqlite:///{Path(folder) / 'bench.db'}")
        app = App(config, Clock(START))
        seconds, _ = _timed(lambda: app.database)
        yield Figure("database made", seconds * 1000, "ms")
        with app.writing() as ctx:
            seconds, _ = _timed(lambda: import_plan.store(ctx, draft, first_month=START.date().replace(day=1)))
            _join(ctx)
        yield Figure("plan stored", seconds * 1000, "ms")
        with app.reading() as ctx:
            ledger, book = views.replies_ledger(ctx), views.plan_books(ctx)[0]
        yield from _reading(ledger)
        seconds, nudges = _timed(
            lambda: list(rehearse(date(2022, 8, 1), date(2024, 12, 31), book.ledger, book.schedule))
        )
        yield Figure(f"29 months rehearsed, {len(nudges)} messages", seconds * 1000, "ms")
        yield from _reporting(app)
        yield from _ticks(app)
        with app.reading() as ctx:
            seconds, _ = _timed(lambda: summarise(ctx))
        yield Figure("summary of a month", seconds * 1000, "ms")
        app.close()


def _reading(ledger: Ledger) -> Iterator[Figure]:
    def once(words: str) -> float:
        seconds, _ = _timed(lambda: read_reply(words, unit=MARKET.unit, today=date(2022, 8, 24), ledger=ledger))
        return seconds * 1000

    yield Figure("first reply read", once(REPLIES[0]), "ms")
    for words in REPLIES:
        once(words)
    found = [once(words) for _ in range(ROUNDS) for words in REPLIES]
    yield Figure("reply read, median", median(found), "ms", len(found))
    yield Figure("reply read, 99th percentile", quantiles(found, n=100)[98], "ms", len(found))


def _reporting(app: App) -> Iterator[Figure]:
    """Take reports through the services, each in a transaction of its own, as the worker does."""
    found = []
    for number in range(ROUNDS):
        words = Words(f"14 完成{number}%", MARKET.telegram_id, number + 1, START + timedelta(minutes=number))
        started = time.perf_counter()
        with app.writing() as ctx:
            actor = people.meet(ctx, Visitor(MARKET.telegram_id, MARKET.name))
            report.take_message(replace(ctx, actor=actor, now=words.at), words)
        found.append((time.perf_counter() - started) * 1000)
    yield Figure("report taken, stored and answered, median", median(found), "ms", len(found))


def _ticks(app: App) -> Iterator[Figure]:
    def tick(moment: datetime) -> float:
        with app.writing() as ctx:
            seconds, _ = _timed(lambda: nudge.tick(replace(ctx, now=moment)))
        return seconds * 1000

    tick(START.replace(hour=9, minute=31))
    yield Figure("tick with nothing due", median(tick(START.replace(hour=10)) for _ in range(ROUNDS)), "ms", ROUNDS)
    yield Figure("tick of a month-end", tick(START.replace(day=24, hour=9, minute=31)), "ms")


def _join(ctx: Context) -> None:
    person = people.enter(ctx, Visitor(MARKET.telegram_id, MARKET.name))
    unit = find_unit(session=ctx.session, name=MARKET.unit)
    assert unit is not None
    assert person.id is not None
    ctx.session.add(Membership(person_id=person.id, unit_id=unit.id, role=Role.liaison, since=ctx.now))


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found
