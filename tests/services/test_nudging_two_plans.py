"""A unit in two open plans: a message for each, one monthly cap over both, and the rehearsal says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot.rules import Rules
from bot.services import nudge
from bot.services.rehearse import rehearsal
from storage import outbox
from storage.kinds import MessageKind, OutboxState
from storage.models import OutboxRow, Plan, Unit
from tests import support

FIRST, LAST = date(2022, 8, 1), date(2022, 10, 31)
IMPORTED = datetime(2022, 7, 31, 8, tzinfo=support.SHANGHAI)
ONE = [{"code": "1", "lead": ["甲局"], "deadline": date(2022, 8, 10)}, {"code": "2", "lead": ["乙局"]}]
OTHER = [{"code": "B1", "lead": ["甲局"], "deadline": date(2022, 9, 9)}, {"code": "B2", "lead": ["甲局", "乙局"]}]
# Due days, and deadlines seven days ahead or nearer: what goes out beyond the cap.
FREE = {
    date(2022, 8, 31), date(2022, 9, 30), date(2022, 10, 31),
    date(2022, 8, 3), date(2022, 8, 10), date(2022, 9, 2), date(2022, 9, 9),
}  # fmt: skip


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = support.database(tmp_path)
    with database.writing() as session:
        common: dict[str, Any] = {"imported_at": IMPORTED, "first_month": FIRST}
        support.plan(session, ONE, title="甲方案", **common)
        support.plan(session, OTHER, title="乙方案", letter="B", **common, rules={"nudge_time": "14:30"})
        support.person(session, 11, units=["甲局"])
        support.person(session, 12, units=["乙局"])
        yield session
    database.close()


def played(session: Session, cap: int) -> list[OutboxRow]:
    """Tick at every hour of the settings on every day, and take what is queued as sent."""
    office, day = support.office(rules=Rules(monthly_cap=cap)), FIRST
    while day <= LAST:
        for at in (time(9, 30), time(14, 30)):
            moment = datetime.combine(day, at, tzinfo=support.SHANGHAI)
            nudge.tick(support.context(session, now=moment, office=office))
            waiting = select(OutboxRow).where(OutboxRow.state == OutboxState.queued)
            for row in session.exec(waiting).all():
                outbox.settle(session=session, row=row, state=OutboxState.sent, now=moment, message_id=row.id)
        day += timedelta(days=1)
    query = select(OutboxRow).where(OutboxRow.kind == MessageKind.nudge).order_by(col(OutboxRow.id))
    return list(session.exec(query).all())


def test_each_plan_writes_its_own_message_of_its_own_tasks_at_its_own_hour(session: Session) -> None:
    rows = [row for row in played(session, cap=8) if row.day == date(2022, 8, 24) and row.chat_id == 11]
    assert [row.facts["codes"] for row in rows] == [["1"], ["B1", "B2"]]
    assert [support.office().local(row.created_at).time() for row in rows] == [time(9, 30), time(14, 30)]


@pytest.mark.parametrize("cap", [1, 2, 3, 4])
def test_the_monthly_cap_counts_the_messages_of_all_plans(session: Session, cap: int) -> None:
    rows, rules = played(session, cap), Rules(monthly_cap=cap)
    sent: Counter[tuple[int | None, int]] = Counter()
    for row in rows:
        assert row.day is not None
        key = row.unit_id, row.day.month
        assert sent[key] < rules.monthly_cap or row.day in FREE
        sent[key] += 1


@pytest.mark.parametrize("cap", [1, 2, 3, 4, 8])
def test_the_rehearsal_of_two_plans_says_what_will_really_go_out(session: Session, cap: int) -> None:
    office = support.office(rules=Rules(monthly_cap=cap))
    before = support.context(session, now=IMPORTED, office=office)
    rehearsed = [(row["date"], row["time"], row["unit"], row["plan"]) for row in rehearsal(before, FIRST, LAST)]
    names = {unit.id: unit.name for unit in session.exec(select(Unit))}
    titles = {plan.id: plan.title for plan in session.exec(select(Plan))}
    sent = [
        (f"{row.day}", f"{office.local(row.created_at):%H:%M}", names[row.unit_id], titles[row.plan_id])
        for row in played(session, cap)
    ]
    assert sorted(sent) == sorted(rehearsed)
