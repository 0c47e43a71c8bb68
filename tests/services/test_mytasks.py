"""/mytasks: what a liaison sees of their unit's tasks, and of one task in full."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.errors import Refused
from bot.services.mytasks import tasks_of_unit
from bot.services.onetask import find_task, task_in_full
from storage.kinds import CompletionState, Role, Status, TaskState
from storage.models import Completion, Plan, Report, Target, Task
from tests import support

UNIT = "县市场监管局"


def task(code: str, deadline, lead=(UNIT,), **more) -> dict:
    return {
        "code": code,
        "title": f"第{code}项任务的名称比较长需要截断才能放进一行",
        "lead": lead,
        "deadline": deadline,
        **more,
    }


TASKS = [
    task("1", date(2022, 7, 31)),
    task("2", date(2022, 8, 31)),
    task("3", date(2022, 8, 31), ("县发展改革委", UNIT)),
    task("4", "ongoing"),
    task("5", None),
    task("6", date(2024, 12, 31), support=["县公安局"]),
    *(task(str(number), date(2023, 12, 31)) for number in range(7, 23)),
    task("30", date(2022, 8, 31), ("县公安局",), support=[UNIT]),
    task("31", date(2022, 8, 31), ("各相关部门",)),
]


@pytest.fixture
def session(tmp_path: Path):
    db = support.database(tmp_path)
    with db.writing() as session:
        support.plan(session, TASKS, imported_at=datetime(2022, 5, 5, 1, 0, tzinfo=UTC))
        support.unit(session, "各相关部门").collective = True
        session.flush()
        yield session
    db.close()


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


def view(session, now: datetime = support.NOW, unit: str = UNIT) -> str:
    return plain(tasks_of_unit(support.context(session, now=now), support.unit(session, unit)))


def report(session, code: str, month: date, **values) -> Report:
    row = session.exec(select(Task).where(Task.code == code)).one()
    given = {
        "plan_id": row.plan_id,
        "task_id": row.id,
        "unit_id": support.unit(session, UNIT).id,
        "month": month,
        "status": Status.in_progress,
        "text": f"{code} 已印发清单<草稿>",
        "at": support.NOW,
        "stored_at": support.NOW,
    }
    stored = Report(**given | values)
    session.add(stored)
    session.flush()
    return stored


def close(session, code: str) -> None:
    row = session.exec(select(Task).where(Task.code == code)).one()
    row.state, row.closed_on = TaskState.done, date(2022, 8, 1)
    session.flush()


def test_two_and_twenty_tasks_fit_a_short_message(session) -> None:
    text = view(session)
    assert len(text) < 600
    assert len(text.splitlines()) <= 20


def test_it_says_how_many_are_led_done_and_open(session) -> None:
    close(session, "22")
    assert view(session).splitlines()[0] == "【县市场监管局】牵头22项，已办结1项，在办21项。"


def test_overdue_and_due_tasks_have_a_line_each_with_deadline_and_light(session) -> None:
    lines = view(session).splitlines()
    assert lines[lines.index("已过时限1项") + 1].startswith("1 第1项任务的名称")
    assert lines[lines.index("已过时限1项") + 1].endswith("（2022年7月，红灯）")
    due = lines.index("本月到期2项")
    assert lines[due + 1].startswith("2 ")
    assert lines[due + 2].startswith("3 ")


def test_what_is_due_now_is_listed_and_what_is_reported_is_not(session) -> None:
    assert "8月应报21项，已报0项，请于8月31日（周三）前报进展：1、2、4、5" in view(session)
    report(session, "4", date(2022, 8, 1))
    assert "8月应报21项，已报1项，请于8月31日（周三）前报进展：1、2、5" in view(session)


def test_the_day_named_is_the_rounds_last_working_day_while_it_is_ahead(session) -> None:
    # 31 December 2022 is a Saturday; a report of that day is in time all the same.
    assert "请于12月30日（周五）前报进展" in view(session, datetime(2022, 12, 27, 2, 0, tzinfo=UTC))
    assert "请于12月31日（周六）前报进展" in view(session, datetime(2022, 12, 31, 2, 0, tzinfo=UTC))


def test_when_all_is_reported_it_says_so(session) -> None:
    for each in TASKS[:22]:
        report(session, each["code"], date(2022, 8, 1))
    assert "8月应报21项，已全部报送。" in view(session)


def test_after_the_due_day_what_is_missing_of_the_last_month_comes_first(session) -> None:
    text = view(session, datetime(2022, 9, 2, 2, 0, tzinfo=UTC))
    assert "8月应报21项，已报0项，8月31日（周三）已到期，请补报：" in text


def test_it_names_who_reports_where_that_is_another_unit(session) -> None:
    assert "由县发展改革委报进展：3" in view(session)
    assert "由" not in view(session, unit="县公安局")


def test_supported_tasks_are_counted_and_not_asked_for(session) -> None:
    assert "另配合1项，不需要按月报。" in view(session)


def test_a_claimed_task_is_shown_as_with_the_office_and_not_as_due(session) -> None:
    row = session.exec(select(Task).where(Task.code == "2")).one()
    session.add(Completion(task_id=row.id, unit_id=support.unit(session, UNIT).id, claimed_at=support.NOW))
    session.flush()
    text = view(session)
    assert "已报办结、待初审：2" in text
    assert "前报进展：1、4、5" in text


def test_last_months_light_stands_until_this_round_is_due(session) -> None:
    # July was not reported at all: its light is red until August's has one of its own.
    assert "7月红灯：" in view(session)
    report(session, "7", date(2022, 7, 1))
    report(session, "8", date(2022, 8, 1))
    text = view(session)
    assert "7月绿灯：7" in text
    assert re.search(r"^绿灯：8$", text, re.MULTILINE)


def test_a_month_before_the_import_has_no_light(session) -> None:
    session.exec(select(Plan)).one().imported_at = support.NOW
    assert "7月红灯" not in view(session)


def test_a_unit_without_tasks_is_told_so(session) -> None:
    assert view(session, unit="县档案馆") == "【县档案馆】没有牵头在办的任务。"


def test_one_task_in_full_shows_plan_duty_deadline_light_targets_and_reports(session) -> None:
    row = session.exec(select(Task).where(Task.code == "6")).one()
    row.description = "到2024年底，培育专利" * 80
    session.add(Target(task_id=row.id, name="发明专利", value=300, unit="件", comparison=">="))
    report(session, "6", date(2022, 7, 1), late=True, percent=40)
    text = plain(task_in_full(support.context(session), row))
    for words in (
        "牵头：县市场监管局",
        "配合：县公安局",
        "每月报进展：县市场监管局",
        "完成时限：2024年12月",
        "7月黄灯（迟报）",
        "指标：发明专利≥300件",
        "8月24日 县市场监管局，推进中 40%，迟报：6 已印发清单&lt;草稿&gt;",
    ):
        assert words in text
    assert len(text) < 1200


def test_only_reports_that_count_are_shown_the_newest_three_first(session) -> None:
    row = session.exec(select(Task).where(Task.code == "6")).one()
    kept = [
        report(session, "6", date(2022, 5 + n, 1), text=f"第{n}次", at=datetime(2022, 5 + n, 20, tzinfo=UTC))
        for n in range(4)
    ]
    report(session, "6", date(2022, 8, 1), text="被替换", superseded_by_id=kept[3].id)
    report(session, "6", date(2022, 8, 1), text="已撤回", withdrawn_at=support.NOW)
    text = plain(task_in_full(support.context(session), row))
    assert [words for words in ("第3次", "第2次", "第1次", "第0次", "被替换", "已撤回") if words in text] == [
        "第3次",
        "第2次",
        "第1次",
    ]
    assert text.index("第3次") < text.index("第2次") < text.index("第1次")


def test_a_claim_and_a_closed_task_are_told(session) -> None:
    row = session.exec(select(Task).where(Task.code == "6")).one()
    claim = Completion(task_id=row.id, unit_id=support.unit(session, UNIT).id, claimed_at=support.NOW)
    session.add(claim)
    session.flush()
    assert "8月24日报办结，待初审" in task_in_full(support.context(session), row)
    claim.state, claim.decided_at = CompletionState.confirmed, support.NOW
    row.state, row.closed_on = TaskState.done, date(2022, 8, 25)
    session.flush()
    text = task_in_full(support.context(session), row)
    assert "2022年8月25日确认办结" in text
    assert "待初审" not in text


def test_a_task_that_only_collective_units_lead_says_that_nobody_reports(session) -> None:
    row = session.exec(select(Task).where(Task.code == "31")).one()
    assert "暂无单位报进展" in task_in_full(support.context(session), row)


@pytest.mark.parametrize("typed", ["6", " ６ ", "#6", "任务6"])
def test_a_code_is_found_as_people_write_it(session, typed: str) -> None:
    actor = support.person(session, 5, units=[UNIT])
    assert find_task(support.context(session, actor=actor), actor, typed).code == "6"


def test_a_liaison_sees_tasks_led_or_supported_by_the_own_unit_and_no_others(session) -> None:
    actor = support.person(session, 5, units=[UNIT])
    ctx = support.context(session, actor=actor)
    assert find_task(ctx, actor, "30").code == "30"
    with pytest.raises(Refused, match="not one of your unit's"):
        find_task(ctx, actor, "31")
    with pytest.raises(Refused, match="No open plan"):
        find_task(ctx, actor, "99")


@pytest.mark.parametrize("role", [Role.office, Role.supervision, Role.admin])
def test_the_office_and_supervision_see_every_task(session, role: Role) -> None:
    actor = support.person(session, 5, role=role)
    assert find_task(support.context(session, actor=actor), actor, "31").code == "31"


def test_a_lay_supervisor_sees_no_task(session) -> None:
    actor = support.person(session, 5, role=Role.lay_supervisor)
    with pytest.raises(Refused):
        find_task(support.context(session, actor=actor), actor, "31")


def test_it_speaks_english_to_who_reads_english(session) -> None:
    actor = support.person(session, 5, units=[UNIT], language="en")
    text = plain(tasks_of_unit(support.context(session, actor=actor), support.unit(session, UNIT)))
    assert text.startswith("[县市场监管局] leads 22: 0 done, 22 open.")
    assert not re.search(r"[，。：；]", text)
