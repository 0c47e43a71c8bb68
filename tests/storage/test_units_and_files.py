"""Units that pass on what they had, people of a plan, and files to fetch: the same on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlmodel import select

from storage import downloads, ledger, people, units
from storage.database import Database
from storage.kinds import AliasState, DownloadPurpose, DownloadState, Role
from storage.models import Alias, Download, Invite, Membership, Person, Plan, Task, Unit, UnitMember

NOW = datetime(2022, 8, 24, 2, 0, tzinfo=UTC)


def _unit(session, name: str, **values) -> Unit:
    row = Unit(name=name, **values)
    session.add(row)
    session.flush()
    return row


def test_what_is_open_goes_to_the_successor_and_what_was_used_stays(database: Database) -> None:
    with database.writing() as session:
        old, new, group = _unit(session, "旧局"), _unit(session, "新局"), _unit(session, "各部门", collective=True)
        session.add(Alias(unit_id=old.id or 0, name="老局", state=AliasState.confirmed))
        session.add(Alias(unit_id=old.id or 0, name="某局", state=AliasState.refused))
        for code, used in (("a", None), ("b", NOW)):
            session.add(
                Invite(code_hash=code, unit_id=old.id, role=Role.liaison, created_at=NOW, expires_at=NOW, used_at=used)
            )
        units.set_members(session=session, collective_id=group.id or 0, unit_ids=[old.id or 0])
        units.pass_on(session=session, old=old.id or 0, new=new.id or 0)
        old.successor_id = new.id
        session.add(old)
        session.flush()
        invites = {row.code_hash: row.unit_id for row in session.exec(select(Invite))}
        assert invites == {"a": new.id, "b": old.id}
        assert [row.unit_id for row in session.exec(select(UnitMember))] == [new.id]
        for name, found in (("旧局", "新局"), ("老局", "新局"), ("新局", "新局")):
            unit = ledger.find_unit(session=session, name=name)
            assert unit is not None
            assert unit.name == found
        assert ledger.find_unit(session=session, name="某局") is None
        assert ledger.heirs(session=session) == {"旧局": "新局"}


def test_a_ring_of_successors_ends(database: Database) -> None:
    with database.writing() as session:
        first, second = _unit(session, "甲局"), _unit(session, "乙局")
        first.successor_id, second.successor_id = second.id, first.id
        session.flush()
        assert ledger.heir(session=session, unit=first).name in ("甲局", "乙局")


def test_people_of_a_plan_stand_in_it_alone(database: Database) -> None:
    with database.writing() as session:
        unit = _unit(session, "财政局")
        plans = [Plan(title=title, letter=letter, first_month=date(2022, 5, 1), imported_at=NOW) for title, letter in
                 (("甲", ""), ("乙", "B"))]  # fmt: skip
        session.add_all(plans)
        bound = []
        for number in (1, 2):
            person = Person(telegram_id=number, name=f"人{number}", joined_at=NOW)
            session.add(person)
            session.flush()
            row = Membership(person_id=person.id or 0, unit_id=unit.id, role=Role.liaison, since=NOW)
            session.add(row)
            session.flush()
            bound.append(row.id or 0)
        first, second = (plan.id or 0 for plan in plans)

        def written(plan_id: int) -> list[str]:
            found = people.liaisons_in_plan(session=session, plan_id=plan_id, unit_ids=[unit.id or 0])
            return [person.name for _, person in found]

        assert written(first) == written(second) == ["人1", "人2"]
        people.set_for_plan(session=session, plan_id=second, unit_id=unit.id or 0, membership_ids=[bound[1]])
        assert (written(first), written(second)) == (["人1"], ["人2"])
        people.set_for_plan(session=session, plan_id=second, unit_id=unit.id or 0, membership_ids=[])
        assert written(first) == written(second) == ["人1", "人2"]


def test_a_task_keeps_what_its_document_said(database: Database) -> None:
    with database.writing() as session:
        plan = Plan(title="甲", first_month=date(2022, 5, 1), imported_at=NOW)
        session.add(plan)
        session.flush()
        for code, words in (("1", {"title": "改革"}), ("2", None)):
            session.add(
                Task(plan_id=plan.id or 0, code=code, number=code, position=int(code), title="t", document=words)
            )
    with database.reading() as session:
        found = session.exec(select(Task).order_by(Task.code)).all()  # type: ignore[arg-type]
        assert [row.document for row in found] == [{"title": "改革"}, None]


def test_a_file_is_claimed_once_put_off_and_settled(database: Database) -> None:
    with database.writing() as session:
        wanted = {"purpose": DownloadPurpose.plan, "chat_id": 1, "message_id": 2, "file_id": "f", "size": 1}
        row = downloads.put(session=session, row=Download(**wanted, created_at=NOW))
        assert downloads.put(session=session, row=Download(**wanted, created_at=NOW)).id == row.id
        assert downloads.claim(session=session, row=row, real_now=NOW, seconds=60)
        session.refresh(row)
        assert row.attempts == 1
        assert not downloads.claim(session=session, row=row, real_now=NOW, seconds=60)
        downloads.again(session=session, row=row, at=NOW + timedelta(seconds=5), reason="502")
        assert downloads.next_row(session=session, real_now=NOW) is None
        assert downloads.release(session=session) == 1
        session.expire_all()
        assert downloads.next_row(session=session, real_now=NOW) is not None
        downloads.settle(session=session, row=row, state=DownloadState.done, now=NOW)
        assert downloads.waiting(session=session) == []
        assert [each.id for each in downloads.of_message(session=session, chat_id=1, message_id=2)] == [row.id]
