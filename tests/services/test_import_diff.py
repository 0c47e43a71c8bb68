"""A new version of a plan: rows moved by a row put in, numbers that change hands, what the office has set itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.locale import Voice
from bot.plan import Draft, DraftTask, Milestone, Target
from bot.services import import_plan, import_text, milestones, targets, units
from bot.services.plans_text import task_lines
from storage import audit, ledger
from storage.kinds import TaskState
from storage.models import Plan, Report, Task
from tests import support


def row(code: str, title: str, **values) -> DraftTask:
    given = {
        "number": code,
        "section": "一、市场环境",
        "subsection": "",
        "description": f"做好{title}的各项工作",
        "lead": ("县公安局",),
        "support": (),
        "deadline": date(2022, 8, 31),
        "deadline_text": "2022年8月",
    }
    return DraftTask(code=code, title=title, **given | values)


DRAFT = Draft(
    "改革任务清单",
    date(2022, 4, 20),
    (
        row("1", "开办企业", targets=(Target("专利", 300, "件", ">="),)),
        row("2", "不动产登记", milestones=(Milestone("印发方案", date(2022, 6, 30)),)),
        row("3", "获得电力"),
    ),
    (),
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with support.database(tmp_path).writing() as session:
        import_plan.store(support.context(session), DRAFT)
        yield session


def task(session: Session, code: str) -> Task:
    return session.exec(select(Task).where(Task.code == code)).one()


def bring(session: Session, *tasks: DraftTask) -> import_plan.Difference:
    draft = replace(DRAFT, tasks=tasks)
    ctx = support.context(session)
    found = import_plan.difference(ctx, session.exec(select(Plan)).one(), draft)
    import_plan.apply(ctx, found, draft)
    return found


def renumbered(code: str, task: DraftTask) -> DraftTask:
    return replace(task, code=code, number=code)


def test_a_row_put_in_at_the_top_moves_the_numbers_and_every_report_stays_with_its_task(session: Session) -> None:
    power = task(session, "3")
    given = Report(
        plan_id=power.plan_id, task_id=power.id, unit_id=1, month=date(2022, 7, 1), text="已完成", at=support.NOW,
        stored_at=support.NOW,
    )  # fmt: skip
    session.add(given)
    session.flush()
    old = DRAFT.tasks
    found = bring(session, row("1", "一照多址"), *(renumbered(str(n), each) for n, each in enumerate(old, start=2)))
    assert [each.title for each in found.new] == ["一照多址"]
    assert found.gone == ()
    assert {change.code: change.fields for change in found.changed} == {
        "2": {"code": ("1", "2")},
        "3": {"code": ("2", "3")},
        "4": {"code": ("3", "4")},
    }
    assert power.code == "4"
    assert session.get_one(Task, given.task_id).title == "获得电力"
    assert [each.title for each in ledger.tasks_of(session=session, plan_id=power.plan_id)] == [
        "一照多址", "开办企业", "不动产登记", "获得电力",
    ]  # fmt: skip


def test_a_number_that_goes_to_another_task_leaves_the_gone_one_in_the_ledger_under_another(session: Session) -> None:
    gone = task(session, "2")
    bring(session, DRAFT.tasks[0], renumbered("2", DRAFT.tasks[2]))
    assert (gone.code, gone.state) == ("2旧", TaskState.cancelled)
    assert task(session, "2").title == "获得电力"
    bring(session, *DRAFT.tasks)
    assert (gone.code, gone.state) == ("2", TaskState.open)
    assert task(session, "3").title == "获得电力"


def test_two_tasks_may_change_their_numbers_with_each_other(session: Session) -> None:
    first, second = task(session, "1"), task(session, "2")
    bring(session, renumbered("1", DRAFT.tasks[1]), renumbered("2", DRAFT.tasks[0]), DRAFT.tasks[2])
    assert (first.code, second.code) == ("2", "1")


def test_a_task_whose_words_were_changed_keeps_its_number_and_its_history(session: Session) -> None:
    before = task(session, "3").id
    found = bring(session, *DRAFT.tasks[:2], row("3", "提升获得电力水平", deadline=date(2023, 3, 31)))
    assert task(session, "3").id == before
    assert (found.new, found.gone) == ((), ())
    changed = task(session, "3")
    assert (changed.deadline, changed.original_deadline) == (date(2023, 3, 31), date(2022, 8, 31))
    event = audit.history(session=session, object="tasks", object_id=changed.id or 0)[-1]
    assert (event.before["deadline"], event.after["deadline"]) == ("2022-08-31", "2023-03-31")
    assert any("由2022-08-31改为2023-03-31" in line for line in task_lines(support.context(session), changed))


def test_what_the_office_has_set_is_no_difference_and_outlives_a_new_version(session: Session) -> None:
    ctx = support.context(session)
    targets.change(ctx, task(session, "1"), 1, "320件")
    milestones.add(ctx, task(session, "2"), date(2022, 7, 31), "上线运行")
    milestones.done(ctx, task(session, "2"), 1, date(2022, 6, 28))
    units.rename(ctx, ledger.find_unit(session=session, name="县公安局"), "县公安分局")  # type: ignore[arg-type]
    assert not import_plan.difference(ctx, session.exec(select(Plan)).one(), DRAFT)

    later = replace(
        DRAFT.tasks[1], milestones=(Milestone("印发方案", date(2022, 6, 30)), Milestone("验收", date(2022, 8, 15)))
    )
    bring(session, DRAFT.tasks[0], later, DRAFT.tasks[2])
    kept = [(step.title, step.done_on) for step in milestones.of_task(ctx, task(session, "2"))]
    assert kept == [("印发方案", date(2022, 6, 28)), ("上线运行", None), ("验收", None)]
    assert [targets.said(each) for each in targets.of_task(ctx, task(session, "1"))] == ["专利≥320件"]
    assert [unit.name for unit in ledger.units(session=session)] == ["县公安分局"]


def test_the_difference_names_a_moved_number(session: Session) -> None:
    draft = replace(DRAFT, tasks=(row("1", "一照多址"), *(renumbered(str(n), t) for n, t in enumerate(DRAFT.tasks, 2))))
    found = import_plan.difference(support.context(session), session.exec(select(Plan)).one(), draft)
    lines = list(import_text.diff(Voice("zh_CN"), found))
    assert any("编号" in line and "3 → 4" in line for line in lines), lines


def test_a_long_difference_is_short_on_a_telephone(session: Session) -> None:
    draft = replace(DRAFT, tasks=tuple(row(str(n), f"任务之{n}") for n in range(1, 90)))
    found = import_plan.difference(support.context(session), session.exec(select(Plan)).one(), draft)
    lines = list(import_text.diff(Voice("zh_CN"), found, brief=True))
    assert len(lines) == import_text.BRIEF_DIFFERENCES + 2
    assert "另有" in lines[-1]


def test_a_changed_title_is_recognised_as_a_likely_new_version(session: Session) -> None:
    ctx = support.context(session)
    plan = session.exec(select(Plan)).one()
    assert import_plan.likely_version(ctx, replace(DRAFT, title="改革任务清单（修订）")) == plan
    assert import_plan.likely_version(ctx, replace(DRAFT, tasks=(row("1", "完全无关"),))) is None
