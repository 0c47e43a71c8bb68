from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.services import export
from storage.kinds import ExtensionState, Role, Source, Status
from storage.models import Completion, Extension, Task
from tests import support
from tests.services import august as r
from tests.services.august import COMMERCE, FINANCE, NOW, SUPERVISION, Round, round_of


@pytest.fixture
def round_(tmp_path: Path) -> Round:
    return round_of(tmp_path)


def _json(round_: Round) -> dict[str, Any]:
    out = io.StringIO()
    with round_.db.reading() as session:
        export.write_json(support.context(session, now=NOW), out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def _csv(round_: Round, table: str) -> list[dict[str, str]]:
    out = io.StringIO()
    with round_.db.reading() as session:
        export.write_csv(support.context(session, now=NOW), out, table)
    assert out.getvalue().startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(out.getvalue().removeprefix("\ufeff"))))


def test_every_report_ever_stored_is_there_with_what_became_of_it(round_: Round) -> None:
    reports = _json(round_)["reports"]
    assert len(reports) == 11
    by = [
        (report["task"], report["superseded"], report["withdrawn"])
        for report in reports
        if report["month"] == "2022-08"
    ]
    assert by == [
        ("2", False, False),
        ("3", False, False),
        ("4", True, False),
        ("4", False, False),
        ("5", False, False),
        ("7", False, False),
        ("8", False, True),
    ]
    (late,) = (report for report in reports if report["late"])
    assert late == {
        "task": "5",
        "unit": FINANCE,
        "person": "张三",
        "month": "2022-08",
        "status": "in_progress",
        "percent": None,
        "expected": None,
        "extension": None,
        "measures": [],
        "problem": "@省厅细则未出",
        "text": "5推进中",
        "late": True,
        "recorded_by_office": False,
        "superseded": False,
        "withdrawn": False,
        "at": "2022-08-24T11:00:00+08:00",
    }


def test_text_is_the_whole_message_and_who_typed_it_in_is_told(round_: Round) -> None:
    with round_.db.writing() as session:
        whole = "6正常，7企业310家\n其余正常"
        values: dict[str, Any] = {"person_id": None, "source": Source.office, "recorded_by_id": round_.li.person.id}
        r.report(session, "6", FINANCE, text=whole, words="6正常", **values)
    told = _json(round_)["reports"][-1]
    assert (told["text"], told["person"], told["recorded_by_office"]) == (whole, None, True)


def test_a_task_is_done_only_when_the_office_has_confirmed_it(round_: Round) -> None:
    tasks = {task["code"]: task for task in _json(round_)["tasks"]}
    assert (tasks["1"]["status"], tasks["1"]["percent"], tasks["1"]["closed_on"]) == ("done", 100, "2022-07-28")
    assert (tasks["2"]["status"], tasks["2"]["claimed"]) == ("in_progress", True)
    assert (tasks["4"]["status"], tasks["7"]["percent"]) == ("blocked", 60)
    assert (tasks["8"]["status"], tasks["8"]["percent"]) == (None, None)  # its only report has been withdrawn
    assert "plan" not in tasks["1"]


def test_no_change_and_a_supporter_s_words_leave_the_status(round_: Round) -> None:
    with round_.db.writing() as session:
        r.report(session, "7", COMMERCE, date(2022, 9, 1), status=Status.no_change)
        r.report(session, "3", FINANCE, date(2022, 9, 1), status=Status.done)
    tasks = {task["code"]: task for task in _json(round_)["tasks"]}
    assert (tasks["7"]["status"], tasks["7"]["percent"]) == ("in_progress", 60)
    assert tasks["3"]["status"] == "in_progress"


def test_deadlines_are_told_as_the_import_tells_them(round_: Round) -> None:
    with round_.db.writing() as session:
        task = session.exec(select(Task).where(Task.code == "5")).one()
        granted = Extension(
            task_id=task.id or 0,
            unit_id=support.unit(session, FINANCE).id or 0,
            requested_at=NOW,
            state=ExtensionState.granted,
            granted_until=date(2023, 3, 31),
            decided_at=NOW,
        )
        session.add(granted)
    tasks = {task["code"]: task for task in _json(round_)["tasks"]}
    assert [tasks[code]["deadline"] for code in ("5", "6", "9")] == ["2022-07-31", "ongoing", None]
    assert tasks["5"]["extended_to"] == "2023-03-31"
    assert tasks["5"]["original_deadline"] == "2022-07-31"


def test_messages_tell_unit_kind_state_and_moment_and_no_later_changes(round_: Round) -> None:
    messages = _json(round_)["messages"]
    assert [message["state"] for message in messages] == ["sent", "sent", "sent", "sent", "queued"]
    assert messages[0] == {"unit": SUPERVISION, "kind": "nudge", "state": "sent", "at": "2022-08-29T17:00:00+08:00"}


def test_with_two_plans_every_task_and_report_says_which(round_: Round) -> None:
    with round_.db.writing() as session:
        row = {"code": "B1", "number": "1", "title": "招商", "lead": [COMMERCE], "deadline": "ongoing"}
        support.plan(session, [row], title="招商计划", letter="B")
        r.report(session, "B1", COMMERCE)
    told = _json(round_)
    assert {task["plan"] for task in told["tasks"]} == {"优化营商环境三年行动计划", "招商计划"}
    assert (told["reports"][-1]["task"], told["reports"][-1]["plan"]) == ("B1", "招商计划")


def test_an_empty_database_exports_empty_lists(tmp_path: Path) -> None:
    out = io.StringIO()
    with support.database(tmp_path).reading() as session:
        export.write_json(support.context(session), out)
    assert json.loads(out.getvalue()) == {name: [] for name in export.TABLES}


def test_csv_tables_have_the_same_rows_and_no_formulas(round_: Round) -> None:
    tasks, reports = _csv(round_, "tasks"), _csv(round_, "reports")
    assert [task["code"] for task in tasks] == [task["code"] for task in _json(round_)["tasks"]]
    assert tasks[9]["title"] == "'=1+1"
    assert [report["problem"] for report in reports if report["late"] == "1"] == ["'@省厅细则未出"]
    assert len(_csv(round_, "messages")) == 5


def test_reading_shows_what_was_stored_when_it_began_while_others_write(round_: Round) -> None:
    with round_.db.reading() as session:
        ctx = support.context(session, now=NOW)
        rows = export.reports(ctx)
        first = next(rows)
        with round_.db.writing() as other:
            r.report(other, "6", FINANCE)
            other.add(Completion(task_id=1, unit_id=1, claimed_at=NOW))
        assert len([first, *rows]) == 11
    assert len(_json(round_)["reports"]) == 12


def test_supervision_is_no_unit(round_: Round) -> None:
    assert round_.sun.roles == {Role.supervision}
    assert all(message["unit"] is not None for message in _json(round_)["messages"])
