"""Column types and transactions mean the same on both databases; several processes may write."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, cast

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import Session, col, select

from storage.database import Database
from storage.kinds import Role
from storage.models import Membership, Note, Person, Plan, Unit

from .conftest import NOW, address

CHINA = timezone(timedelta(hours=8))


def _person(telegram_id: int = 1, **more: Any) -> Person:
    return Person(telegram_id=telegram_id, joined_at=more.pop("joined_at", NOW), **more)


def test_a_moment_is_stored_in_utc_and_comes_back_aware(database: Database) -> None:
    moment = datetime(2022, 8, 24, 9, 29, 30, 123456, tzinfo=CHINA)
    with database.writing() as session:
        session.add(_person(joined_at=moment))
    with database.reading() as session:
        person = session.exec(select(Person)).one()
        assert person.joined_at == moment
        assert person.joined_at.tzinfo is UTC
        assert session.exec(select(Person).where(Person.joined_at == moment.astimezone(UTC))).one() is person
        assert session.exec(select(Person).where(Person.joined_at > moment)).first() is None


def test_a_naive_moment_is_refused(database: Database) -> None:
    def store() -> None:
        with database.writing() as session:
            session.add(_person(joined_at=datetime(2022, 8, 24)))  # noqa: DTZ001

    with pytest.raises(StatementError, match="naive"):
        store()
    with database.reading() as session:
        assert session.exec(select(Person)).all() == []
        with pytest.raises(StatementError, match="naive"):
            session.exec(select(Person).where(Person.joined_at < datetime(2022, 8, 24))).all()  # noqa: DTZ001


def test_json_comes_back_as_it_went_in(database: Database) -> None:
    rules = {"due_day": 25, "单位": ["县医保局", None, 1.5, True], "nested": {"a": []}}
    with database.writing() as session:
        session.add(Plan(title="方案", first_month=date(2022, 5, 1), imported_at=NOW, rules=rules))
    with database.reading() as session:
        plan = session.exec(select(Plan)).one()
        assert (plan.rules, plan.first_month) == (rules, date(2022, 5, 1))


def test_telegram_ids_beyond_32_bits_fit(database: Database) -> None:
    with database.writing() as session:
        session.add(_person(telegram_id=7_123_456_789))
    with database.reading() as session:
        assert session.exec(select(Person.telegram_id)).one() == 7_123_456_789


def _add(database: Database, *rows: object) -> None:
    with database.writing() as session:
        session.add_all(rows)


def test_checks_of_the_database_hold(database: Database) -> None:
    _add(database, _person(id=1), Unit(id=1, name="县医保局"))
    with pytest.raises(IntegrityError):
        _add(database, Membership(person_id=1, role=Role.liaison, since=NOW))
    with pytest.raises(IntegrityError):
        _add(database, Membership(person_id=99, role=Role.office, since=NOW))
    with pytest.raises((IntegrityError, StatementError)), database.writing() as session:
        session.execute(text("UPDATE people SET telegram_id = NULL"))
    with pytest.raises(StatementError):
        _add(database, Membership(person_id=1, role=cast(Role, "chief"), since=NOW))
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(
            text("INSERT INTO memberships (person_id, role, deputy, since) VALUES (1, 'chief', false, :now)"),
            {"now": NOW.isoformat(sep=" ")},
        )


def test_a_role_may_be_held_again_once_it_has_ended(database: Database) -> None:
    _add(database, _person(id=1), Unit(id=1, name="县医保局"))
    _add(database, Membership(person_id=1, unit_id=1, role=Role.liaison, since=NOW, ended_at=NOW))
    _add(database, Membership(person_id=1, unit_id=1, role=Role.liaison, since=NOW))
    with pytest.raises(IntegrityError):
        _add(database, Membership(person_id=1, unit_id=1, role=Role.liaison, since=NOW))


def test_an_error_rolls_the_whole_transaction_back(database: Database) -> None:
    def work() -> None:
        with database.writing() as session:
            session.add(Unit(name="县医保局"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    with database.reading() as session:
        assert session.exec(select(Unit)).all() == []


def test_what_a_reader_changes_is_thrown_away_and_what_it_read_stays_readable(database: Database) -> None:
    _add(database, Unit(name="县医保局"))
    with database.reading() as session:
        unit = session.exec(select(Unit)).one()
        unit.name = "别的"
    assert unit.name == "别的"
    with database.reading() as session:
        assert session.exec(select(Unit.name)).one() == "县医保局"


def test_a_reader_sees_one_moment_throughout(database: Database) -> None:
    with database.reading() as session:
        assert session.exec(select(Unit)).all() == []
        _add(database, Unit(name="县医保局"))
        assert session.exec(select(Unit)).all() == []


def test_sqlite_runs_with_wal_and_full_sync_and_foreign_keys(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.reading() as session:
        facts = [
            session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert facts == ["wal", 2, 1, 10_000]
    database.close()


def test_a_writer_takes_the_lock_at_once_and_readers_are_not_kept_waiting(sqlite_url: str) -> None:
    database, impatient = Database(sqlite_url), Database(sqlite_url, busy_seconds=0)
    database.upgrade()
    with database.writing():
        with pytest.raises(OperationalError, match="locked"), impatient.writing():
            pass
        with impatient.reading() as session:
            assert session.exec(select(Unit)).all() == []
    database.close()
    impatient.close()


def test_a_second_writer_waits_for_the_first(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    database.upgrade()
    began, order = threading.Event(), []

    def second() -> None:
        began.set()
        with database.writing():
            order.append("second")

    with database.writing():
        thread = threading.Thread(target=second)
        thread.start()
        began.wait(10)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
    database.close()


_COUNT = """
import sys
from datetime import UTC, datetime
from sqlmodel import select
from storage.database import Database
from storage.models import Note
database = Database(sys.argv[1])
for _ in range(100):
    with database.writing() as session:
        note = session.exec(select(Note).with_for_update()).one()
        note.value = str(int(note.value) + 1)
        session.add(note)
"""


def test_two_processes_that_read_and_then_write_lose_nothing(database: Database) -> None:
    _add(database, Note(name="count", value="0", at=NOW))
    both = [subprocess.Popen([sys.executable, "-c", _COUNT, address(database)]) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    with database.reading() as session:
        assert session.exec(select(Note.value)).one() == "200"


def test_an_error_of_the_database_does_not_repeat_peoples_words(database: Database) -> None:
    _add(database, Unit(name="县医保局"))
    with pytest.raises(IntegrityError) as caught:
        _add(database, Unit(name="县医保局"), Unit(name="张三的身份证"))
    assert "张三" not in str(caught.value)


def test_plain_postgresql_addresses_use_psycopg() -> None:
    for plain in ("postgresql://h/duban", "postgres://h/duban", "postgresql+psycopg://h/duban"):
        database = Database(plain)
        assert database.engine.dialect.driver == "psycopg"
        assert not database.is_sqlite
        assert database.path is None
        database.close()


def test_nothing_is_connected_before_it_is_needed(tmp_path: object) -> None:
    database = Database(f"sqlite:///{tmp_path}/duban.db")
    database.close()
    assert database.path is not None
    assert not database.path.exists()


def _names(session: Session) -> list[str]:
    return list(session.exec(select(Unit.name).order_by(col(Unit.id))))


def test_rows_written_in_one_session_can_be_read_in_it_and_after_it(database: Database) -> None:
    unit = Unit(name="县医保局")
    with database.writing() as session:
        session.add(unit)
        session.flush()
        assert _names(session) == ["县医保局"]
    assert unit.id is not None
