"""Backups while others write, and what is told of a damaged file."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import DubanError, UsageError
from bot.services.backup import backup, check
from storage.database import Database
from storage.models import Note, Unit
from tests import support


def test_a_backup_beside_a_writer_is_whole_and_holds_what_was_committed(tmp_path: Path) -> None:
    db = support.database(tmp_path)
    with db.writing() as session:
        session.add_all(Unit(name=f"单位{n}") for n in range(200))
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            with db.writing() as session:
                session.add(Note(name=f"n{len(written)}", value="x" * 500, at=support.NOW))
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 5:
            pass
        size = backup(db, tmp_path / "copy.db")
    finally:
        stop.set()
        writer.join()
    assert size == (tmp_path / "copy.db").stat().st_size
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM units").fetchone() == (200,)
        assert copy.execute("SELECT count(*) FROM notes").fetchone()[0] >= 5
    db.close()


def test_a_backup_can_be_used_as_the_database(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'duban.db'}")
    db.upgrade()
    backup(db, tmp_path / "copy.db")
    db.close()
    restored = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    restored.upgrade()
    with restored.writing() as session:
        session.add(Unit(name="县公安局"))
    restored.close()


def test_a_file_that_is_there_is_refused_and_kept(tmp_path: Path) -> None:
    db = support.database(tmp_path)
    (tmp_path / "copy.db").write_text("precious", encoding="utf-8")
    with pytest.raises(UsageError, match="not overwritten"):
        backup(db, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text(encoding="utf-8") == "precious"
    with pytest.raises(UsageError, match="cannot be written"):
        backup(db, tmp_path / "no folder" / "copy.db")
    db.close()


def test_a_damaged_database_gives_no_backup(tmp_path: Path) -> None:
    db = support.database(tmp_path)
    with db.writing() as session:
        session.add_all(Unit(name=f"单位{n}" * 20) for n in range(300))
    db.close()
    path = tmp_path / "duban.db"
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = b"\x5a" * (len(data) - len(data) // 2)
    path.write_bytes(data)
    assert check(path)
    with pytest.raises(DubanError, match=r"[nN]o backup was made"):
        backup(db, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_broken_references_are_found(tmp_path: Path) -> None:
    db = support.database(tmp_path)
    db.close()
    assert check(tmp_path / "duban.db") == []
    with closing(sqlite3.connect(tmp_path / "duban.db")) as connection, connection:
        connection.execute("INSERT INTO unit_members (collective_id, unit_id) VALUES (98, 99)")
    assert any("unit_members" in each for each in check(tmp_path / "duban.db"))


def test_postgresql_is_left_to_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="pg_dump"):
        backup(Database("postgresql+psycopg://u:p@127.0.0.1:1/none"), tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
