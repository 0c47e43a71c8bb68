"""A month's round with something of everything: what the tests of summaries and exports start from.

August 2022, seen on Monday 29 August at 17:00: four units, eleven tasks in two sections.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from bot.services.context import Actor
from storage.database import Database
from storage.kinds import CompletionState, MessageKind, OutboxState, Role, Status, TaskState
from storage.models import Completion, OutboxRow, Pending, Plan, Report, Target, Task
from tests import support

NOW = datetime(2022, 8, 29, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai
AUGUST, JULY = date(2022, 8, 1), date(2022, 7, 1)
MARKET, POLICY = "一、打造最优市场环境", "二、打造最优政务环境"
SUPERVISION, FINANCE, COMMERCE, COURT = "县市场监管局", "县财政局", "县商务委", "县法院"

TASKS: list[dict[str, Any]] = [
    {"code": "1", "title": "证照分离", "lead": [SUPERVISION], "deadline": date(2022, 6, 30), "section": MARKET},
    {"code": "2", "title": "一照多址", "lead": [SUPERVISION], "deadline": date(2022, 8, 31), "section": MARKET},
    {"code": "3", "title": "开办企业", "lead": [SUPERVISION], "deadline": date(2022, 8, 31), "section": MARKET},
    {"code": "4", "title": "退出机制", "lead": [SUPERVISION], "deadline": date(2022, 8, 31), "section": MARKET},
    {"code": "5", "title": "涉企收费", "lead": [FINANCE], "deadline": date(2022, 7, 31), "section": MARKET},
    {"code": "6", "title": "政府采购", "lead": [FINANCE, COMMERCE], "deadline": "ongoing", "section": MARKET},
    {"code": "7", "title": "外贸培育", "lead": [COMMERCE], "deadline": date(2022, 12, 31), "section": POLICY},
    {"code": "8", "title": "口岸通关", "lead": [COMMERCE], "deadline": date(2024, 12, 31), "section": POLICY},
    {"code": "8-2", "number": "8", "title": "口岸通关", "lead": [COMMERCE], "deadline": "ongoing", "section": POLICY},
    {"code": "9", "title": "=1+1", "lead": [COURT], "deadline": None, "section": POLICY},
    {"code": "10", "title": "执行<效率>", "lead": [SUPERVISION], "deadline": date(2022, 8, 31), "section": POLICY},
]


@dataclass
class Round:
    """The database and who is there."""

    db: Database
    li: Actor
    zhang: Actor
    sun: Actor


def round_of(tmp_path: Path) -> Round:
    """Return the stored round: 李 of the office, 张 of 县市场监管局, 孙 of supervision."""
    db = support.database(tmp_path)
    with db.writing() as session:
        support.plan(session, TASKS, imported_at=datetime(2022, 5, 5, 1, 0, tzinfo=UTC))
        support.unit(session, COURT).consult = True
        li = support.person(session, 1, "李主任", role=Role.office)
        zhang = support.person(session, 3, "张三", units=[SUPERVISION])
        sun = support.person(session, 4, "孙督查", role=Role.supervision)
        found = Round(db, li, zhang, sun)
        _reports(session)
        _decisions(session)
        _post(session)
    return found


def report(session: Session, code: str, unit: str, month: date = AUGUST, **values: Any) -> Report:
    """Store a report of the 24th of its month."""
    task = session.exec(select(Task).where(Task.code == code)).one()
    at = datetime(month.year, month.month, 24, 3, 0, tzinfo=UTC)
    given: dict[str, Any] = {
        "plan_id": task.plan_id,
        "task_id": task.id,
        "unit_id": support.unit(session, unit).id,
        "person_id": 2,
        "month": month,
        "status": Status.in_progress,
        "text": f"{code}推进中",
        "words": f"{code}推进中",
        "at": at,
        "stored_at": at,
    }
    row = Report(**given | values)
    session.add(row)
    session.flush()
    return row


def _reports(session: Session) -> None:
    session.add(Target(task_id=_task(session, "7"), name="外贸企业", value=300, unit="家"))
    session.add(Target(task_id=_task(session, "8"), name="通关时间", value=2, unit="小时", comparison="<="))
    for code, unit in (("1", SUPERVISION), ("5", FINANCE), ("6", FINANCE), ("7", COMMERCE)):
        report(session, code, unit, JULY, status=Status.in_progress)
    report(session, "2", SUPERVISION, status=Status.done, words="2办结")
    report(session, "3", SUPERVISION, status=Status.in_progress, expected=date(2022, 8, 30))
    old = report(session, "4", SUPERVISION, status=Status.in_progress, percent=50)
    new = report(session, "4", SUPERVISION, status=Status.blocked, problem="等公积金系统", expected=date(2022, 12, 31))
    old.superseded_by_id = new.id
    report(session, "5", FINANCE, problem="@省厅细则未出", late=True)
    measures = [{"name": "外贸企业", "value": 310, "unit": "家"}]
    report(session, "7", COMMERCE, measures=measures, percent=60)
    withdrawn = report(session, "8", COMMERCE)
    withdrawn.withdrawn_at = NOW
    session.add(withdrawn)


def _decisions(session: Session) -> None:
    first, second = _task(session, "1"), _task(session, "2")
    unit_id = support.unit(session, SUPERVISION).id or 0
    at = datetime(2022, 7, 28, 3, 0, tzinfo=UTC)
    session.add(
        Completion(task_id=first, unit_id=unit_id, claimed_at=at, state=CompletionState.confirmed, decided_at=at)
    )
    session.add(Completion(task_id=second, unit_id=unit_id, claimed_at=datetime(2022, 8, 24, 3, 0, tzinfo=UTC)))
    task = session.get_one(Task, first)
    task.state, task.closed_on = TaskState.done, date(2022, 7, 28)
    plan = session.exec(select(Plan)).one()
    commerce = support.unit(session, COMMERCE).id or 0
    session.add(Pending(plan_id=plan.id or 0, unit_id=commerce, month=AUGUST, codes=["8-2"], at=NOW))
    session.flush()


def _post(session: Session) -> None:
    """Nudges on two days, to two people of one unit on the second; and one that is only queued."""
    plan = session.exec(select(Plan)).one()
    sent = [
        (SUPERVISION, 24, OutboxState.sent),
        (SUPERVISION, 29, OutboxState.sent),
        (SUPERVISION, 29, OutboxState.sent),
        (FINANCE, 24, OutboxState.sent),
        (COMMERCE, 29, OutboxState.sending),
    ]
    for number, (unit, day, state) in enumerate(sent):
        session.add(
            OutboxRow(
                key=f"nudge:{number}",
                kind=MessageKind.nudge,
                chat_id=3,
                unit_id=support.unit(session, unit).id,
                plan_id=plan.id,
                day=date(2022, 8, day),
                state=state,
                created_at=NOW,
                settled_at=NOW if state is OutboxState.sent else None,
            )
        )
    edit = OutboxRow(key="edit", kind=MessageKind.office, chat_id=1, method="editMessageText", created_at=NOW)
    session.add(edit)
    session.flush()


def _task(session: Session, code: str) -> int:
    return session.exec(select(Task.id).where(Task.code == code)).one() or 0
