"""Migrations and models are one schema, on both databases."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from storage.database import Database
from storage.errors import DatabaseUnavailable, SchemaForeign, SchemaTooNew
from storage.migrations import HEAD
from storage.migrations.run import configuration
from storage.models import metadata


def _schema(engine: Engine) -> dict[str, Any]:
    """Everything that the database itself says of its tables, in an order that does not depend on their making."""
    looks = inspect(engine)
    tables = {}
    for table in looks.get_table_names():
        if table == "alembic_version":
            continue
        tables[table] = {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"], column.get("identity"))
                for column in looks.get_columns(table)
            },
            "key": looks.get_pk_constraint(table)["constrained_columns"],
            "links": _sorted(looks.get_foreign_keys(table)),
            "unique": _sorted(looks.get_unique_constraints(table)),
            "checks": _sorted(looks.get_check_constraints(table)),
            "indexes": _sorted(looks.get_indexes(table)),
        }
    return tables


def _sorted(things: Any) -> list[str]:
    return sorted(_plain(thing) for thing in things)


def _plain(thing: Any) -> str:
    if isinstance(thing, dict):
        return "{" + ", ".join(f"{key}: {_plain(value)}" for key, value in sorted(thing.items())) + "}"
    return str(thing)


def _from_models(url: str) -> dict[str, Any]:
    database = Database(url)
    metadata.create_all(database.engine)
    schema = _schema(database.engine)
    metadata.drop_all(database.engine)
    database.close()
    return schema


def test_migrations_and_models_give_one_schema(url: str) -> None:
    expected = _from_models(url)
    database = Database(url)
    database.upgrade()
    assert _schema(database.engine) == expected
    assert len(expected) == len(metadata.tables)
    database.close()


def test_the_comparison_sees_checks_and_partial_indexes(url: str) -> None:
    schema = _from_models(url)
    assert any("ck_memberships_unit" in check for check in schema["memberships"]["checks"])
    assert any("inboxstate" in check and "parked" in check for check in schema["inbox"]["checks"])
    assert any(
        "ux_memberships_live" in index and "ended_at IS NULL" in index for index in schema["memberships"]["indexes"]
    )
    assert any("RESTRICT" in link for link in schema["tasks"]["links"])


def test_the_version_named_in_the_code_is_the_newest_migration(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.engine.connect() as connection:
        assert ScriptDirectory.from_config(configuration(connection)).get_heads() == [HEAD]
    database.close()


def test_a_second_upgrade_changes_nothing_and_keeps_the_rows(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("INSERT INTO units (name, collective, consult) VALUES ('县医保局', false, false)"))
    database.upgrade()
    with database.reading() as session:
        assert session.execute(text("SELECT name FROM units")).scalars().all() == ["县医保局"]


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = _schema(database.engine)
    with pytest.raises(SchemaTooNew, match="9999"):
        database.upgrade()
    assert _schema(database.engine) == before
    with database.reading() as session:
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


def test_a_database_with_other_peoples_tables_is_refused_and_left_alone(url: str) -> None:
    database = Database(url)
    with database.writing() as session:
        session.execute(text("CREATE TABLE theirs (a INTEGER)"))
    with pytest.raises(SchemaForeign):
        database.upgrade()
    assert inspect(database.engine).get_table_names() == ["theirs"]
    database.close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("三年行动方案 " * 200, encoding="utf-8")
    database = Database(f"sqlite:///{file}")
    with pytest.raises(DatabaseUnavailable, match=r"plan\.txt"):
        database.upgrade()
    database.close()
    assert file.read_text(encoding="utf-8").startswith("三年行动方案")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/nowhere/duban.db")
    with pytest.raises(DatabaseUnavailable, match="nowhere"):
        database.upgrade()
    database.close()


def test_a_password_is_not_shown_when_the_server_is_away() -> None:
    database = Database("postgresql://office:geheim@127.0.0.1:1/duban?connect_timeout=2")
    with pytest.raises(DatabaseUnavailable) as caught:
        database.upgrade()
    assert "geheim" not in str(caught.value)
    database.close()


def test_a_new_database_can_be_read_by_its_owner_only(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    database.upgrade()
    database.close()
    assert (tmp_path / "duban.db").stat().st_mode & 0o077 == 0


def test_a_current_database_is_found_current_without_alembic(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    database.upgrade()
    database.close()
    code = (
        "import sys; from storage.database import Database; "
        f"Database({sqlite_url!r}).upgrade(); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_two_processes_may_upgrade_one_new_database_at_once(url: str) -> None:
    code = f"from storage.database import Database; Database({url!r}).upgrade()"
    both = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]


def test_an_upgrade_that_has_nothing_to_do_is_quick(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    database.upgrade()
    started = time.perf_counter()
    database.upgrade()
    assert time.perf_counter() - started < 0.2  # measured: about 1 ms; importing Alembic alone takes longer than this
    database.close()
