"""A tick with nothing to do reads a few rows and stops, however big the ledger and however long the history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from bot.services import tick
from storage import inbox, notes
from storage.database import Database
from storage.kinds import InboxState
from storage.models import InboxRow, LightRecord, Note
from tests import support

QUIET = datetime(2022, 8, 17, 1, 31, tzinfo=UTC)
LATER = datetime(2022, 8, 17, 2, 31, tzinfo=UTC)


def office(tmp_path: Path, tasks: int) -> Database:
    database = support.database(tmp_path)
    rows = [
        {"code": f"{n}", "lead": [f"单位{n % 7}"], "deadline": date(2023, 12, 31) if n % 2 else "ongoing"}
        for n in range(tasks)
    ]
    with database.writing() as session:
        support.plan(session, rows, imported_at=datetime(2022, 5, 1, tzinfo=UTC))
        notes.put(session=session, name="nudged:1", value="2022-08-15", at=QUIET)
    with database.writing() as session:
        tick_at(session, datetime(2022, 8, 16, 1, 31, tzinfo=UTC))  # the day before, as a running bot
    return database


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, int]]]:
    """Collect what is executed, each with how many rows it read."""
    found: list[Any] = []

    def executed(_c: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    event.listen(database.engine, "after_cursor_execute", executed)
    yield found
    event.remove(database.engine, "after_cursor_execute", executed)


def tick_at(session: Session, moment: datetime) -> None:
    tick.tick(support.context(session, now=moment))


@pytest.mark.parametrize("tasks", [10, 400])
def test_the_first_tick_of_a_quiet_day_reads_no_task_and_no_assignment(tmp_path: Path, tasks: int) -> None:
    database = office(tmp_path, tasks)
    with statements(database) as said, database.writing() as session:
        tick_at(session, QUIET)
    assert len(said) < 25
    assert not any("assignments" in each for each in said)
    assert not any("FROM tasks" in each and "min(tasks.deadline)" not in each for each in said)
    database.close()


def test_further_ticks_of_the_day_ask_only_how_far_the_day_is(tmp_path: Path) -> None:
    database = office(tmp_path, 10)
    with database.writing() as session:
        tick_at(session, QUIET)
    with statements(database) as said, database.writing() as session:
        tick_at(session, LATER)
    selects = [each for each in said if each.lstrip().upper().startswith("SELECT")]
    assert len(selects) <= 5
    assert not any(each.lstrip().upper().startswith(("INSERT", "UPDATE")) for each in said)
    database.close()


def test_before_the_hour_nothing_is_even_asked_of_the_ledger(tmp_path: Path) -> None:
    database = office(tmp_path, 10)
    with statements(database) as said, database.writing() as session:
        tick_at(session, datetime(2022, 8, 17, 1, 0, tzinfo=UTC))
    assert not any("deadline" in each for each in said)
    database.close()


def test_what_came_in_long_ago_is_let_go_once_a_day_as_the_settings_say(tmp_path: Path) -> None:
    for keep, left in ((90, [3]), (0, [1, 2, 3])):
        (tmp_path / f"{keep}").mkdir()
        database = support.database(tmp_path / f"{keep}")
        with database.writing() as session:
            for number in (1, 2, 3):
                arrival = inbox.Arrival(number, None, {"update_id": number})
                inbox.receive(session=session, bot_id=7, arrivals=[arrival], now=QUIET - timedelta(days=100))
                row = inbox.next_row(session=session)
                assert row is not None
                inbox.finish(session=session, row=row, state=InboxState.done, now=QUIET - timedelta(days=100))
        for _ in range(2):
            with database.writing() as session:
                tick.tick(support.context(session, now=QUIET, office=support.office(keep_updates_days=keep)))
        with database.reading() as session:
            assert session.exec(select(InboxRow.update_id)).all() == left


def test_lights_are_kept_once_and_no_quiet_day_reads_them_again(tmp_path: Path) -> None:
    database = office(tmp_path, 10)
    with statements(database) as said, database.writing() as session:
        tick_at(session, QUIET)
    assert not any("light_records" in each for each in said)
    with database.reading() as session:
        kept = len(session.exec(select(LightRecord)).all())
    assert kept == 30  # May, June and July
    database.close()


def test_lights_that_were_kept_before_anything_was_noted_of_it_are_not_kept_twice(tmp_path: Path) -> None:
    database = office(tmp_path, 10)
    with database.writing() as session:
        session.delete(session.get_one(Note, "lights:1"))
    with database.writing() as session:
        tick_at(session, QUIET)
        assert session.get(Note, "lights:1") is not None
        assert len(session.exec(select(LightRecord)).all()) == 30
    database.close()
