"""Units over the years: members, other names, new names, mergers, successors; nothing that was reported is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.errors import Refused
from bot.services import units, units_reporting
from bot.services.invite import find_unit
from bot.services.plans_text import unit_lines
from bot.services.views import plan_book, plan_facts
from storage import audit, ledger, people
from storage.kinds import AliasState, AssignmentRole, Status
from storage.models import Alias, Assignment, Membership, Person, Plan, Report, Task, Unit
from tests import support

TASKS = [
    {"code": "1", "lead": ["县经济信息委", "县商务委"], "support": ["县财政局"], "deadline": date(2022, 12, 31)},
    {"code": "2", "lead": ["各相关部门"], "support": ["县财政局"], "deadline": "ongoing"},
    {"code": "3", "lead": ["人民银行奉节支行"], "support": ["人民银行奉节县支行"], "deadline": "ongoing"},
    {"code": "4", "lead": ["县商务委"], "support": ["县经济信息委"], "deadline": date(2022, 6, 30)},
]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with support.database(tmp_path).writing() as session:
        support.plan(session, TASKS)
        unit(session, "各相关部门").collective = True
        yield session


def unit(session: Session, name: str) -> Unit:
    return session.exec(select(Unit).where(Unit.name == name)).one()


def task(session: Session, code: str) -> Task:
    return session.exec(select(Task).where(Task.code == code)).one()


def leads(session: Session, code: str) -> list[str]:
    found = ledger.assignments_of(session=session, task_ids=[task(session, code).id or 0])
    return [unit.name for part, unit in found if part.role is AssignmentRole.lead]


def reporting(session: Session, code: str) -> tuple[str, ...]:
    return units_reporting.reporting(support.context(session), task(session, code))


def actions(session: Session, row: Unit) -> list[str]:
    return [event.action for event in audit.history(session=session, object="units", object_id=row.id or 0)]


def report(session: Session, code: str, by: str, month: date = date(2022, 7, 1)) -> Report:
    row = task(session, code)
    found = Report(
        plan_id=row.plan_id,
        task_id=row.id or 0,
        unit_id=unit(session, by).id or 0,
        month=month,
        status=Status.in_progress,
        text="推进中",
        at=support.NOW,
        stored_at=support.NOW,
    )
    session.add(found)
    session.flush()
    return found


def test_the_members_of_a_collective_unit_report_in_its_place(session: Session) -> None:
    ctx = support.context(session)
    assert reporting(session, "2") == ()
    units.list_members(ctx, unit(session, "各相关部门"), [unit(session, "县财政局"), unit(session, "县商务委")])
    assert reporting(session, "2") == ("县商务委",)
    assert actions(session, unit(session, "各相关部门")) == ["unit.members"]
    units.list_members(ctx, unit(session, "各相关部门"), [])
    assert reporting(session, "2") == ()


def test_only_a_collective_unit_has_members_and_no_collective_one_is_a_member(session: Session) -> None:
    ctx = support.context(session)
    with pytest.raises(Refused):
        units.list_members(ctx, unit(session, "县财政局"), [unit(session, "县商务委")])
    with pytest.raises(Refused):
        units.list_members(ctx, unit(session, "各相关部门"), [unit(session, "各相关部门")])


def test_a_renamed_unit_is_found_by_both_names(session: Session) -> None:
    ctx, row = support.context(session), unit(session, "县经济信息委")
    units.rename(ctx, row, "县经济和信息化委员会")
    assert find_unit(ctx, "县经济信息委").id == row.id
    assert find_unit(ctx, "县经济和信息化委员会").id == row.id
    event = audit.history(session=session, object="units", object_id=row.id or 0)[-1]
    assert (event.before, event.after) == ({"name": "县经济信息委"}, {"name": "县经济和信息化委员会"})


def test_a_unit_cannot_take_a_name_that_another_one_has(session: Session) -> None:
    with pytest.raises(Refused):
        units.rename(support.context(session), unit(session, "县财政局"), "县商务委")
    assert unit(session, "县财政局").name == "县财政局"


def test_two_names_of_one_unit_become_one_and_reports_stay_with_who_gave_them(session: Session) -> None:
    support.person(session, 7, "周敏", units=["人民银行奉节县支行"])
    given = report(session, "3", "人民银行奉节县支行")
    keep, other = unit(session, "人民银行奉节支行"), unit(session, "人民银行奉节县支行")
    units.same(support.context(session), keep, other)
    assert given.unit_id == other.id
    assert other.successor_id == keep.id
    assert find_unit(support.context(session), "人民银行奉节县支行").id == keep.id
    assert [person.name for _, person in people.liaisons(session=session, unit_ids=[keep.id or 0])] == ["周敏"]
    parts = session.exec(select(Assignment).where(Assignment.task_id == task(session, "3").id)).all()
    assert [(part.unit_id, part.role) for part in parts] == [(keep.id, AssignmentRole.lead)]
    assert actions(session, other) == ["unit.merge"]


def test_nothing_is_merged_twice_and_a_collective_unit_with_none(session: Session) -> None:
    ctx, keep, other = support.context(session), unit(session, "县财政局"), unit(session, "县商务委")
    units.same(ctx, keep, other)
    for first, second in ((keep, other), (keep, keep), (keep, unit(session, "各相关部门"))):
        with pytest.raises(Refused):
            units.same(ctx, first, second)


def test_two_names_said_to_be_two_units_are_not_proposed_again(session: Session) -> None:
    ctx = support.context(session)
    first, second = unit(session, "人民银行奉节支行"), unit(session, "人民银行奉节县支行")
    session.add(Alias(unit_id=first.id or 0, name=second.name, state=AliasState.proposed))
    session.flush()
    assert units.aliases_proposed(ctx) == [(first, second)]
    units.different(ctx, second, first)
    assert units.aliases_proposed(ctx) == []
    assert reporting(session, "3") == ("人民银行奉节支行",)


def test_a_successor_takes_over_open_tasks_people_and_the_duty_to_report_by_a_paper(session: Session) -> None:
    support.person(session, 7, "周敏", units=["县经济信息委"])
    report(session, "1", "县经济信息委")
    done = task(session, "4")
    done.state, done.closed_on = type(done.state).done, date(2022, 6, 30)
    ctx = support.context(session)
    old, new = unit(session, "县经济信息委"), units.make(ctx, "县工业和信息化局")
    units.succeed(ctx, old, new, "奉委发〔2024〕5号", date(2022, 8, 1))
    assert leads(session, "1") == ["县工业和信息化局", "县商务委"]
    assert reporting(session, "1") == ("县工业和信息化局",)
    kept = session.exec(select(Assignment).where(Assignment.task_id == done.id, Assignment.unit_id == old.id)).all()
    assert len(kept) == 1, "what is closed stays with who did it"
    memberships = session.exec(select(Membership).join(Person).where(Person.telegram_id == 7)).all()
    assert [(row.unit_id, row.ended_at is None) for row in memberships] == [(old.id, False), (new.id, True)]
    assert (old.successor_paper, old.succeeded_on) == ("奉委发〔2024〕5号", date(2022, 8, 1))
    assert "承接县经济信息委，依据奉委发〔2024〕5号" in list(unit_lines(ctx, new))


def test_what_the_old_unit_reported_counts_for_the_successor_in_its_month(session: Session) -> None:
    report(session, "1", "县经济信息委")
    ctx = support.context(session)
    units.succeed(ctx, unit(session, "县经济信息委"), units.make(ctx, "县工业和信息化局"), "奉委发〔2024〕5号")
    plan = session.exec(select(Plan)).one()
    facts = plan_facts(ctx, plan)
    assert facts.report("县工业和信息化局", "1", date(2022, 7, 1)) is not None
    assert plan_book(ctx, plan).rule_tasks["1"].leads[0] == "县工业和信息化局"


@pytest.mark.parametrize("paper", ["", "   "])
def test_a_succession_needs_its_paper(session: Session, paper: str) -> None:
    with pytest.raises(Refused):
        units.succeed(support.context(session), unit(session, "县经济信息委"), unit(session, "县财政局"), paper)
    assert unit(session, "县经济信息委").successor_id is None


def test_units_to_consult_are_proposed_until_the_office_has_decided(session: Session) -> None:
    ctx, bank = support.context(session), unit(session, "人民银行奉节支行")
    assert bank in units.consult_proposed(ctx)
    units.set_consult(ctx, bank, False)
    assert bank not in units.consult_proposed(ctx)
    assert not bank.consult
    units.set_consult(ctx, bank, True)
    plan = session.exec(select(Plan)).one()
    assert plan_book(ctx, plan).ledger.units["人民银行奉节支行"].consult


def test_the_reporting_unit_can_be_set_and_given_back(session: Session) -> None:
    ctx, row = support.context(session), task(session, "1")
    assert reporting(session, "1") == ("县经济信息委",)
    units_reporting.set_reporting(ctx, row, unit(session, "县财政局"))
    assert reporting(session, "1") == ("县财政局",)
    with pytest.raises(Refused):
        units_reporting.set_reporting(ctx, row, unit(session, "各相关部门"))
    units_reporting.set_reporting(ctx, row, None)
    assert reporting(session, "1") == ("县经济信息委",)
    events = audit.history(session=session, object="tasks", object_id=row.id or 0)
    assert [event.after["unit"] for event in events] == ["县财政局", None]


def test_another_name_leads_to_the_unit_and_a_unit_s_own_name_is_no_alias(session: Session) -> None:
    ctx = support.context(session)
    units.add_alias(ctx, unit(session, "县财政局"), "奉节县财政局")
    assert find_unit(ctx, "奉节县财政局").name == "县财政局"
    with pytest.raises(Refused):
        units.add_alias(ctx, unit(session, "县财政局"), "县商务委")
