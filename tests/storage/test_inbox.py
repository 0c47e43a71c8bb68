"""Updates are stored once and taken in order within a chat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from storage import inbox
from storage.database import Database
from storage.inbox import Arrival
from storage.kinds import InboxState
from storage.models import AuditEvent, InboxRow

from .conftest import NOW

BOT = 5_000_000_001


def arrival(update_id: int, chat_id: int | None = 7, text: str = "14办结") -> Arrival:
    return Arrival(update_id, chat_id, {"update_id": update_id, "message": {"text": text}})


def receive(database: Database, *arrivals: Arrival, bot_id: int = BOT) -> int:
    with database.writing() as session:
        return inbox.receive(session=session, bot_id=bot_id, arrivals=arrivals, now=NOW)


def handle(session: Session, **kwargs: Any) -> int | None:
    row = inbox.next_row(session=session, **kwargs)
    if row is None:
        return None
    inbox.finish(session=session, row=row, state=InboxState.done, now=NOW)
    return row.update_id


def test_an_update_delivered_twice_is_stored_once(database: Database) -> None:
    assert receive(database, arrival(1), arrival(2)) == 2
    assert receive(database, arrival(2), arrival(3)) == 1
    with database.reading() as session:
        assert [row.update_id for row in session.exec(select(InboxRow).order_by(col(InboxRow.id)))] == [1, 2, 3]


def test_a_new_update_under_an_old_number_is_stored(database: Database) -> None:
    receive(database, arrival(1, text="八月的"))
    assert receive(database, arrival(1, text="九月的")) == 1


def test_two_bots_may_have_the_same_update_numbers(database: Database) -> None:
    receive(database, arrival(1))
    assert receive(database, arrival(1), bot_id=BOT + 1) == 1


def test_the_order_of_a_payloads_keys_makes_no_difference() -> None:
    assert inbox.digest({"a": 1, "b": {"c": "督", "d": None}}) == inbox.digest({"b": {"d": None, "c": "督"}, "a": 1})
    assert inbox.digest({"a": 1}) != inbox.digest({"a": "1"})


def test_rows_are_taken_in_order(database: Database) -> None:
    receive(database, arrival(1, 7), arrival(2, 8), arrival(3, 7))
    with database.writing() as session:
        assert [handle(session) for _ in range(4)] == [1, 2, 3, None]


def test_a_chat_that_rests_holds_back_all_its_rows_and_nobody_elses(database: Database) -> None:
    receive(database, arrival(1, 7), arrival(2, 7), arrival(3, 8), arrival(4, None))
    with database.writing() as session:
        assert [handle(session, but_not=[7]) for _ in range(3)] == [3, 4, None]


def test_a_row_is_parked_after_three_failures_and_its_chat_goes_on(database: Database) -> None:
    receive(database, arrival(1, 7), arrival(2, 7))
    for attempt in (1, 2, 3):
        with database.writing() as session:
            row = inbox.next_row(session=session)
            assert row is not None
            assert row.update_id == 1
            failed = inbox.failed(session=session, row_id=row.id or 0, reason=f"boom {attempt}", now=NOW)
            assert failed.attempts == attempt
            assert (failed.state is InboxState.parked) == (attempt == 3)
    with database.writing() as session:
        assert handle(session) == 2
        assert handle(session) is None
        counts = inbox.counts(session=session)
    assert counts[InboxState.parked] == 1
    assert counts[InboxState.done] == 1
    assert counts[InboxState.new] == 0


def test_a_parked_row_can_be_given_another_chance(database: Database) -> None:
    receive(database, arrival(1))
    with database.writing() as session:
        row = inbox.next_row(session=session)
        assert row is not None
        assert not inbox.unpark(session=session, row_id=row.id or 0)
        inbox.failed(session=session, row_id=row.id or 0, reason="boom", now=NOW, attempts=1)
        assert inbox.next_row(session=session) is None
        assert inbox.unpark(session=session, row_id=row.id or 0)
        assert handle(session) == 1


def test_a_handled_row_does_not_end_as_new_or_parked(database: Database) -> None:
    receive(database, arrival(1))
    with database.writing() as session:
        row = inbox.next_row(session=session)
        assert row is not None
        for state in (InboxState.new, InboxState.parked):
            with pytest.raises(ValueError, match="does not end"):
                inbox.finish(session=session, row=row, state=state, now=NOW)


def test_a_failure_after_the_end_changes_nothing(database: Database) -> None:
    receive(database, arrival(1))
    with database.writing() as session:
        row = inbox.next_row(session=session)
        assert row is not None
        inbox.finish(session=session, row=row, state=InboxState.refused, now=NOW, reason="不认识的人")
        inbox.failed(session=session, row_id=row.id or 0, reason="boom", now=NOW, attempts=1)
        assert (row.state, row.reason, row.attempts) == (InboxState.refused, "不认识的人", 0)


def test_only_finished_old_rows_that_nothing_names_are_purged(database: Database) -> None:
    receive(database, arrival(1), arrival(2), arrival(3))
    with database.writing() as session:
        first, second, third = session.exec(select(InboxRow).order_by(col(InboxRow.id)))
        for row in (first, second):
            inbox.finish(session=session, row=row, state=InboxState.done, now=NOW)
        session.add(AuditEvent(at=NOW, action="x", object="report", inbox_id=second.id))
        session.flush()
        assert inbox.purge(session=session, before=NOW) == 0
        assert inbox.purge(session=session, before=NOW + timedelta(days=1)) == 1
        assert session.exec(select(InboxRow.update_id).order_by(col(InboxRow.id))).all() == [2, 3]
        assert third.state is InboxState.new


def test_the_newest_row_stays_so_that_its_number_never_comes_again(database: Database) -> None:
    receive(database, *(arrival(number) for number in range(1, 6)))
    with database.writing() as session:
        for row in session.exec(select(InboxRow)):
            inbox.finish(session=session, row=row, state=InboxState.done, now=NOW)
        session.flush()
        later = NOW + timedelta(days=1)
        assert [inbox.purge(session=session, before=later, limit=3) for _ in range(3)] == [3, 1, 0]
        assert session.exec(select(InboxRow.update_id)).all() == [5]


@pytest.mark.postgres
def test_two_workers_on_one_server_never_take_the_same_row_nor_one_chat_at_once(postgres_url: str) -> None:
    database = Database(postgres_url)
    database.upgrade()
    receive(database, arrival(1, 7), arrival(2, 7), arrival(3, 8))
    with database.writing() as one, database.writing() as two, database.writing() as three:
        taken = [inbox.next_row(session=session) for session in (one, two, three)]
        assert [row.update_id if row else None for row in taken] == [1, 3, None]
    database.close()
