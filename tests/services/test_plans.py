"""Plans side by side: found, shown, closed, opened again, each with rules of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.errors import DubanError, Refused
from bot.services import nudge_people, plans, plans_people, units
from bot.services.owing import unit_duties
from bot.services.plans_text import plan_lines
from bot.services.views import rules_for
from storage import ledger
from storage.models import Plan
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
