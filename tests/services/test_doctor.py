"""What the doctor finds in a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.rules import Calendar
from bot.services import doctor
from bot.services.doctor import Finding, Level, examine
from storage import outbox
from storage.kinds import InboxState, MessageKind, OutboxState
from storage.models import InboxRow
from tests import support


@pytest.fixture
def session(tmp_path: Path):
    db = support.database(tmp_path)
    with db.writing() as session:
        support.plan(session, [{"code": "1", "lead": ["县公安局"], "support": ["县财政局"]}])
        yield session
    db.close()


def found(session, **how) -> dict[Level, str]:
    findings: list[Finding] = examine(support.context(session, **how))
    return {level: "\n".join(each.text for each in findings if each.level is level) for level in Level}


def message(session, at: datetime) -> object:
    return outbox.put(
        session=session, key=at.isoformat(), kind=MessageKind.receipt, chat_id=1, payload={}, created_at=at
    )


def test_all_is_good_where_all_is_good(session) -> None:
    support.person(session, 1, units=["县公安局"])
    message(session, support.NOW)
    report = found(session)
    assert report[Level.warning] == report[Level.broken] == ""
    assert "牵头单位都有联络员" in report[Level.good]
    assert "待发1条" in report[Level.good]


def test_lead_units_without_a_liaison_are_named_and_supporting_ones_are_not(session) -> None:
    assert found(session)[Level.warning] == "尚无联络员的牵头单位1家：县公安局"


def test_a_unit_that_took_over_from_a_lead_unit_needs_a_liaison_instead(session) -> None:
    old, new = support.unit(session, "县公安局"), support.unit(session, "县财政局")
    old.successor_id = new.id
    session.flush()
    assert found(session)[Level.warning] == "尚无联络员的牵头单位1家：县财政局"


def test_people_whom_messages_do_not_reach_are_named(session) -> None:
    support.person(session, 1, "张三", units=["县公安局"]).person.unreachable_since = support.NOW
    session.flush()
    assert "1人收不到消息：张三" in found(session)[Level.warning]


def test_messages_that_wait_or_failed_and_updates_that_were_parked_are_counted(session) -> None:
    support.person(session, 1, units=["县公安局"])
    message(session, support.NOW - timedelta(hours=2))
    failed = message(session, support.NOW - timedelta(days=1))
    failed.state, failed.settled_at = OutboxState.failed, support.NOW
    old = message(session, support.NOW - timedelta(days=30))
    old.state, old.settled_at = OutboxState.failed, support.NOW
    session.add(
        InboxRow(bot_id=1, update_id=1, digest="d", payload={}, received_at=support.NOW, state=InboxState.parked)
    )
    session.flush()
    lines = found(session)[Level.warning].splitlines()
    assert [line for line in lines if "1" in line] == lines
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("now", "warned"), [(datetime(2098, 6, 1, tzinfo=UTC), "2098年"), (datetime(2022, 12, 5, tzinfo=UTC), "")]
)
def test_a_year_whose_working_days_are_unknown_is_a_warning(session, now: datetime, warned: str) -> None:
    support.person(session, 1, units=["县公安局"])
    report = found(session, now=now, office=support.office(calendar=Calendar()))
    assert warned in report[Level.warning]
    assert bool(report[Level.warning]) == bool(warned)


@pytest.mark.parametrize(("free", "level"), [(10, Level.broken), (500, Level.warning), (5000, Level.good)])
def test_little_room_is_a_warning_and_next_to_none_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    support.database(tmp_path).close()

    class Usage:
        pass

    usage = Usage()
    usage.free = free * doctor.MEGABYTE
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: usage)
    findings = doctor.examine_file(support.context(None).voice, tmp_path / "duban.db")
    assert [each.level for each in findings] == [Level.good, level]


def test_a_damaged_file_is_broken(tmp_path: Path) -> None:
    (tmp_path / "duban.db").write_bytes(b"nothing of ours " * 100)
    findings = doctor.examine_file(support.context(None).voice, tmp_path / "duban.db")
    assert findings[0].level is Level.broken
