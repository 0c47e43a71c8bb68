"""`duban summary` and `duban export`: forms, files, and running beside a bot that writes."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from storage.database import Database
from tests import support
from tests.cli.conftest import Run
from tests.services import august as r

CLOCK = {"DUBAN_CLOCK": "2022-08-29T17:00:00+08:00"}


@pytest.fixture
def ledger(tmp_path: Path) -> Database:
    """Make the database that commands find by default, with a small plan and two reports."""
    db = Database(f"sqlite:///{tmp_path / 'duban.db'}")
    db.upgrade()
    with db.writing() as session:
        support.plan(session, r.TASKS)
        support.person(session, 3, "张三", units=[r.SUPERVISION])
        r.report(session, "3", r.SUPERVISION, person_id=1, percent=80)
        r.report(session, "5", r.FINANCE, person_id=1, problem="=等细则")
    return db


def test_summary_prints_the_text_and_the_json_of_the_present_round(duban: Run, ledger: Database) -> None:
    said = duban("summary", env=CLOCK)
    assert (said.returncode, said.stderr) == (0, b"")
    assert said.stdout.decode().splitlines()[0] == "8月调度 截至29日17时（内部，未审）"
    told = json.loads(duban("summary", "--json", env=CLOCK).stdout)
    figures = told["figures"]
    assert (told["month"], figures["total"]) == ("2022-08", 11)
    assert figures["done"] + figures["proceeding"] + figures["behind"] + figures["overdue"] == 11
    assert f"台账{figures['total']}条" in said.stdout.decode()


def test_summary_of_another_month_and_of_none(duban: Run, ledger: Database) -> None:
    assert json.loads(duban("summary", "--month", "2022-06", "--json", env=CLOCK).stdout)["month"] == "2022-06"
    for month, code in (("2022-13", 2), ("soon", 2), ("", 2), ("2019-01", 1)):
        done = duban("summary", "--month", month, env=CLOCK)
        assert (done.returncode, done.stdout) == (code, b"")
        assert done.stderr.startswith(b"duban: ")


def test_without_a_plan_there_is_one_clear_line(duban: Run) -> None:
    done = duban("summary")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().strip() == "duban: 还没有台账，请先导入方案"


def test_json_goes_to_a_file_or_to_stdout_and_is_the_same(duban: Run, ledger: Database, tmp_path: Path) -> None:
    assert duban("export", "--format", "json", "out.json", env=CLOCK).returncode == 0
    piped = duban("export", "--format", "json", "-", env=CLOCK)
    assert (piped.returncode, piped.stderr) == (0, b"")
    told = json.loads((tmp_path / "out.json").read_bytes())
    assert told == json.loads(piped.stdout)
    assert (len(told["tasks"]), len(told["reports"]), told["messages"]) == (11, 2, [])
    assert told["reports"][0]["text"] == "3推进中"


def test_csv_goes_to_stdout_with_one_byte_order_mark(duban: Run, ledger: Database) -> None:
    piped = duban("export", "--format", "csv", "--table", "reports", "-", env=CLOCK)
    assert piped.stdout.startswith(b"\xef\xbb\xbftask,unit,")
    assert piped.stdout.count(b"\xef\xbb\xbf") == 1
    assert "'=等细则" in piped.stdout.decode()


def test_workbook_and_document_are_written_and_readable(duban: Run, ledger: Database, tmp_path: Path) -> None:
    for form in ("xlsx", "docx"):
        done = duban("export", "--format", form, f"out.{form}", env=CLOCK)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert load_workbook(io.BytesIO((tmp_path / "out.xlsx").read_bytes()))["台账"].max_row == 12
    assert Document(io.BytesIO((tmp_path / "out.docx").read_bytes())).paragraphs[0].text == "2022年8月报送情况"
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith((".", "out"))) == [
        "out.docx",
        "out.xlsx",
    ]


def test_wrong_usage_and_a_place_that_cannot_be_written(duban: Run, ledger: Database, tmp_path: Path) -> None:
    assert duban("export", "--format", "xlsx", "-").returncode == 2
    assert duban("export", "--format", "pdf", "x").returncode == 2
    assert duban("export", "x").returncode == 2
    done = duban("export", "--format", "json", "no/such/folder/x.json")
    assert done.returncode == 1
    assert "写不了" in done.stderr.decode()
    (tmp_path / "folder").mkdir()
    assert duban("export", "--format", "json", "folder").returncode == 1


def test_it_works_while_another_process_holds_the_write_lock(duban: Run, ledger: Database) -> None:
    with ledger.writing() as session:
        r.report(session, "6", r.FINANCE, date(2022, 8, 1), person_id=1)
        done = duban("export", "--format", "json", "-", env=CLOCK)
        assert done.returncode == 0, done.stderr.decode()
        assert len(json.loads(done.stdout)["reports"]) == 2
        assert duban("summary", env=CLOCK).returncode == 0
