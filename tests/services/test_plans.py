"""Plans side by side: found, shown, closed, opened again, each with rules of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, delete, select

from bot.errors import DubanError, Refused
from bot.services import (
    call_sheet,
    nudge_again,
    nudge_people,
    office_told,
    plan_home,
    plans,
    plans_people,
    review_letter,
    tracked,
    units,
    views,
)
from bot.services.owing import unit_duties
from bot.services.plans_text import plan_lines
from bot.services.summary import Wanted, summarise
from bot.services.views import rules_for
from storage import ledger
from storage.kinds import MessageKind
from storage.models import OutboxRow, Person, Plan, Report, Unit
from tests import support

TASK = {"lead": ["县财政局"], "deadline": date(2022, 6, 30), "section": "一、政务"}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with support.database(tmp_path).writing() as session:
        support.plan(session, [TASK | {"code": "1"}], title="三年行动计划")
        support.plan(session, [TASK | {"code": "B1"}, TASK | {"code": "B2"}], title="放管服要点", letter="B")
        yield session


def found(session: Session, words: str) -> Plan:
    return plans.find(support.context(session), words)


def test_a_plan_is_found_by_letter_number_or_words(session: Session) -> None:
    assert found(session, "b").title == found(session, "P2").title == found(session, "放管服").title == "放管服要点"
    for words in ("", "要", "Z", "P9"):
        if words != "要":
            with pytest.raises(Refused):
                found(session, words)


def test_a_closed_plan_asks_nothing_more_and_keeps_everything(session: Session) -> None:
    ctx, plan = support.context(session), found(session, "B")
    unit = ledger.find_unit(session=session, name="县财政局")
    assert unit is not None
    assert len(unit_duties(ctx, unit)) == 2
    plans.close(ctx, plan, "年度结束")
    assert [duties.book.plan.title for duties in unit_duties(ctx, unit)] == ["三年行动计划"]
    assert len(ledger.tasks_of(session=session, plan_id=plan.id or 0)) == 2
    with pytest.raises(Refused):
        plans.close(ctx, plan)
    plans.reopen(ctx, plan)
    assert len(unit_duties(ctx, unit)) == 2


def test_a_plan_whose_codes_are_taken_stays_closed(session: Session) -> None:
    ctx, plan = support.context(session), found(session, "B")
    plans.close(ctx, plan)
    support.plan(session, [TASK | {"code": "B1"}], title="新要点", letter="B")
    with pytest.raises(Refused):
        plans.reopen(ctx, plan)


def test_a_plan_follows_rules_of_its_own_and_the_other_does_not(session: Session) -> None:
    ctx, plan, other = support.context(session), found(session, "B"), found(session, "P1")
    plans.set_rule(ctx, plan, "due_day", 25)
    plans.set_rule(ctx, plan, "nudge_days", [3, 0])
    assert (rules_for(ctx, plan).due_day, rules_for(ctx, plan).nudge_days) == (25, (3, 0))
    assert rules_for(ctx, other) == ctx.office.rules
    plans.set_rule(ctx, plan, "due_day", None)
    assert rules_for(ctx, plan).due_day is None


@pytest.mark.parametrize(("name", "value"), [("due_day", 45), ("due_day", "soon"), ("no_such_rule", 1)])
def test_a_rule_that_cannot_be_is_refused(session: Session, name: str, value: object) -> None:
    plan = found(session, "B")
    with pytest.raises(DubanError):
        plans.set_rule(support.context(session), plan, name, value)
    assert plan.rules == {}


def test_rules_that_do_not_go_together_are_refused(session: Session) -> None:
    with pytest.raises(DubanError):
        plans.set_rule(support.context(session), found(session, "B"), "nudge_time", "06:00")


def test_a_plan_has_an_office_of_its_own(session: Session) -> None:
    ctx, plan = support.context(session), found(session, "B")
    assert plans.office_name(ctx, plan) == "县营商办"
    plans.set_office(ctx, plan, "县行政审批局")
    assert plans.office_name(ctx, plan) == "县行政审批局"
    assert "办公室：县行政审批局" in list(plan_lines(ctx, plans.card(ctx, plan)))


def test_the_card_counts(session: Session) -> None:
    card = plans.card(support.context(session), found(session, "B"))
    assert (card.total, card.overdue, card.dated, card.sections) == (2, 2, 2, {"一、政务": 2})
    assert card.units == {"县财政局": 2}


def test_a_plan_has_people_of_its_own_who_are_written_to_there_and_nowhere_else(session: Session) -> None:
    ctx = support.context(session)
    for key, name in ((1, "周敏"), (2, "李强"), (3, "陈红")):
        support.person(session, key, name, units=["县财政局"])
    unit = ledger.find_unit(session=session, name="县财政局")
    assert unit is not None

    def written(plan: str) -> list[str]:
        known = nudge_people.contacts(ctx, found(session, plan), [unit.id or 0])
        return [person.name for person in known.of(unit.id or 0)]

    assert written("B") == written("P1") == ["周敏", "李强", "陈红"]
    plans_people.set_people(ctx, found(session, "B"), unit, ["李强"])
    assert (written("B"), written("P1")) == (["李强"], ["周敏", "陈红"])
    assert [persons[0].name for _, persons in plans_people.of_plan(ctx, found(session, "B"))] == ["李强"]
    with pytest.raises(Refused):
        plans_people.set_people(ctx, found(session, "B"), unit, ["王五"])
    assert written("B") == ["李强"]
    plans_people.set_people(ctx, found(session, "B"), unit, [])
    assert written("B") == written("P1") == ["周敏", "李强", "陈红"]


def test_people_of_a_plan_stay_so_with_the_unit_that_takes_over(session: Session) -> None:
    ctx = support.context(session)
    for key, name in ((1, "周敏"), (2, "李强")):
        support.person(session, key, name, units=["县财政局"])
    unit = ledger.find_unit(session=session, name="县财政局")
    assert unit is not None
    plans_people.set_people(ctx, found(session, "B"), unit, ["李强"])
    units.succeed(ctx, unit, units.make(ctx, "县财政金融局"), "奉委发〔2024〕5号")
    assert [(u.name, [p.name for p in persons]) for u, persons in plans_people.of_plan(ctx, found(session, "B"))] == [
        ("县财政金融局", ["李强"])
    ]
    assert [[p.name for p in persons] for _, persons in plans_people.of_plan(ctx, found(session, "P1"))] == [["周敏"]]


@pytest.fixture
def apart(session: Session) -> Session:
    """Two plans of which the second has an office and, for one unit, people of its own."""
    ctx = support.context(session)
    for key, name in ((1, "周敏"), (2, "李强")):
        support.person(session, key, name, units=["县财政局"])
    plans.set_office(ctx, found(session, "B"), "县行政审批局")
    plans_people.set_people(ctx, found(session, "B"), finance(session), ["李强"])
    return session


def finance(session: Session) -> Unit:
    unit = ledger.find_unit(session=session, name="县财政局")
    assert unit is not None
    return unit


def letters(session: Session) -> dict[str, list[str]]:
    names = {person.id: person.name for person in session.exec(select(Person))}
    rows: dict[str, list[str]] = {}
    for row in session.exec(select(OutboxRow)):
        rows.setdefault(names[row.person_id], []).append(row.payload["text"])
    session.exec(delete(OutboxRow))
    return rows


def test_a_summary_is_signed_by_the_office_of_its_plan_and_one_of_several_by_all(apart: Session) -> None:
    ctx = support.context(apart)
    other = found(apart, "B")
    assert summarise(ctx, Wanted(plan_id=other.id)).office == "县行政审批局"
    assert summarise(ctx, Wanted(plan_id=found(apart, "P1").id)).office == "县营商办"
    assert summarise(ctx).office == "县营商办、县行政审批局"


@pytest.mark.parametrize(("code", "who"), [("1", "周敏"), ("B1", "李强")])
def test_a_decision_goes_to_the_people_of_the_task_s_plan(apart: Session, code: str, who: str) -> None:
    ctx = support.context(apart)
    task = ledger.find_task(session=apart, code=code)
    assert task is not None
    review_letter.tell_reopened(ctx, finance(apart).id or 0, task, "补材料")
    assert list(letters(apart)) == [who]


def test_what_the_office_takes_back_is_told_in_the_plan_s_name_to_the_plan_s_people(apart: Session) -> None:
    ctx = support.context(apart)
    unit, rows = finance(apart), []
    for code in ("1", "B1"):
        task = ledger.find_task(session=apart, code=code)
        assert task is not None
        rows.append((Report(task_id=task.id, unit_id=unit.id, recorded_by_id=1), task))
    office_told.taken_back(ctx, rows[1:])
    assert [(name, "县行政审批局" in texts[0]) for name, texts in letters(apart).items()] == [("李强", True)]
    office_told.taken_back(support.context(apart, now=ctx.now + timedelta(days=1)), rows[:1])
    assert [(name, "县营商办" in texts[0]) for name, texts in letters(apart).items()] == [("周敏", True)]


def test_observations_and_questions_go_to_the_people_of_the_task_s_plan(apart: Session) -> None:
    ctx, unit = support.context(apart), finance(apart)
    own = ledger.find_task(session=apart, code="B1")
    other = ledger.find_task(session=apart, code="1")
    assert own is not None
    assert other is not None

    def people(*tasks: int | None) -> list[str]:
        return [person.name for person in tracked.unit_people(ctx, unit.id or 0, *tasks)]

    assert people(own.id) == ["李强"]
    assert people(other.id) == ["周敏"]
    assert people() == people(None, own.id) == ["周敏", "李强"]
    assert sorted(people(own.id, other.id)) == sorted(["周敏", "李强"])


def test_the_call_sheet_lists_the_plan_s_people_and_the_draft_letter_its_office(apart: Session) -> None:
    ctx = support.context(apart)
    for plan, who, office in (("P1", "周敏", "县营商办"), ("B", "李强", "县行政审批局")):
        book = views.plan_book(ctx, found(apart, plan))
        (line,) = call_sheet.lines(ctx, book, book.plan.first_month)
        assert [person.name for _, person in line.people] == [who]
        assert plan_home.office_of(ctx, [book.plan]) == office


def test_a_nudge_that_waits_is_not_sent_to_somebody_who_no_longer_answers_in_its_plan(apart: Session) -> None:
    ctx, plan = support.context(apart), found(apart, "B")
    row = OutboxRow(
        kind=MessageKind.nudge,
        unit_id=finance(apart).id,
        plan_id=plan.id,
        day=ctx.today,
        person_id=1,
        key="x",
        payload={},
    )
    assert nudge_again.still_needed(ctx, row) == nudge_again.LEFT
