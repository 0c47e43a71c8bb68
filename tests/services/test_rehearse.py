"""The rehearsal: rules and ledger alone by default, what was said where asked for; its grid and its calendar file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.locale import Voice
from bot.reports.calendar_grid import grids
from bot.reports.icalendar import ics
from bot.services.rehearse import rehearsal
from storage.kinds import Status
from storage.models import Plan, Report, Task, Unit
from tests import support

FIRST, LAST = date(2022, 8, 1), date(2022, 9, 30)
TASKS = [
    {"code": "1", "title": "一照多址", "lead": ["甲局"], "deadline": date(2022, 8, 31)},
    {"code": "2", "title": "证照分离", "lead": ["乙局"], "deadline": "ongoing"},
]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = support.database(tmp_path)
    with database.writing() as session:
        support.plan(session, TASKS)
        support.person(session, 11, units=["甲局"])
        yield session
    database.close()


def report(session: Session, code: str, month: date) -> None:
    from sqlmodel import select

    task = session.exec(select(Task).where(Task.code == code)).one()
    unit = session.exec(select(Unit).where(Unit.name == ("甲局" if code == "1" else "乙局"))).one()
    row = Report(
        plan_id=session.exec(select(Plan)).one().id or 0,
        task_id=task.id or 0,
        unit_id=unit.id or 0,
        month=month,
        status=Status.in_progress,
        text="推进中",
        at=support.NOW,
        stored_at=support.NOW,
    )
    session.add(row)
    session.flush()


def rows(session: Session, **more: object) -> list[dict[str, object]]:
    return rehearsal(support.context(session), FIRST, LAST, **more)  # type: ignore[arg-type]


def test_by_default_nothing_that_was_said_changes_it(session: Session) -> None:
    before = rows(session)
    report(session, "2", date(2022, 8, 1))
    assert rows(session) == before


def test_with_what_was_reported_nobody_is_asked_again(session: Session) -> None:
    report(session, "2", date(2022, 8, 1))
    said = rows(session, reported=True)
    assert not any(row["unit"] == "乙局" and str(row["date"]).startswith("2022-08-2") for row in said)
    assert any(row["unit"] == "乙局" and str(row["date"]).startswith("2022-09") for row in said)


def test_for_one_unit_only_its_rows(session: Session) -> None:
    unit = support.unit(session, "甲局")
    mine = rows(session, unit=unit)
    assert mine
    assert mine == [row for row in rows(session) if row["unit"] == "甲局"]


def test_a_unit_nobody_answers_for_is_included_and_marked(session: Session) -> None:
    reach = {row["unit"]: row["reachable"] for row in rows(session)}
    assert reach == {"甲局": True, "乙局": False}


def test_it_never_asks_the_clock(session: Session) -> None:
    one = rehearsal(support.context(session, now=datetime(2022, 1, 1, tzinfo=UTC)), FIRST, LAST)
    other = rehearsal(support.context(session, now=datetime(2030, 1, 1, tzinfo=UTC)), FIRST, LAST)
    assert one == other


def test_the_grid_marks_each_day_with_what_it_brings(session: Session) -> None:
    lines = list(grids(rows(session, unit=support.unit(session, "甲局")), support.office().calendar, Voice("zh_CN")))
    assert lines[0] == "甲局 2022年8月"
    assert lines[1].split() == ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
    text = "\n".join(lines)
    assert "24月限" in text  # the round's first nudge, and seven days to the deadline
    assert "31月限" in text
    assert re.search(r"\b20·", text)  # a Saturday
    assert re.search(r"\b1漏逾", text)  # 1 September


def test_what_is_with_a_leader_stands_in_the_list_the_grid_and_the_calendar_file(session: Session) -> None:
    from sqlmodel import select

    from bot.cli.rehearse import readable
    from storage.models import Pending

    plan, unit = session.exec(select(Plan)).one(), support.unit(session, "乙局")
    row = Pending(plan_id=plan.id or 0, unit_id=unit.id or 0, month=date(2022, 8, 1), codes=["2"], at=support.NOW)
    session.add(row)
    session.flush()
    voice, found = Voice("zh_CN"), rows(session, unit=unit, reported=True)
    assert "2022-08-24 09:30 乙局（尚无联络员）：待审 2" in list(readable(voice, found))
    assert any("24审" in line for line in grids(found, support.office().calendar, voice))
    assert "DESCRIPTION:乙局 审 2" in ics(found, support.SHANGHAI, voice, "办").decode()
    assert "待审" not in "".join(readable(voice, rows(session, unit=unit)))


def test_the_calendar_file_is_well_formed(session: Session) -> None:
    data = ics(rows(session), support.SHANGHAI, Voice("zh_CN"), "县营商办")
    text = data.decode()
    assert text.endswith("\r\n")
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded[-2] == "END:VCALENDAR"
    starts = [line for line in unfolded if line.startswith("DTSTART:")]
    assert len(starts) == len({row["date"] for row in rows(session)})
    assert "DTSTART:20220824T013000Z" in starts
    ids = [line for line in unfolded if line.startswith("UID:")]
    assert len(ids) == len(set(ids))
    assert any(line == "SUMMARY:提示2家" for line in unfolded)


def test_the_calendar_file_escapes_what_has_a_meaning(session: Session) -> None:
    found = [{"date": "2022-08-24", "time": "09:30", "unit": "甲,乙;局", "month_end": ["1"]}]
    assert "甲\\,乙\\;局" in ics(found, support.SHANGHAI, Voice("zh_CN"), "办").decode().replace("\r\n ", "")
