"""`/change` through the real table of routes: add, edit, split, close and cancel tasks, with who is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.chat.dispatch import Dispatcher
from bot.chat.routes import ROUTES
from bot.locale import Voice
from bot.services import views
from storage.kinds import InboxState, TaskState
from storage.models import AuditEvent, Task
from tests import support
from tests.services.talk import CHEN, FINANCE, LIN, MARKET, OFFICE, PLANNING, TAX, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    talk = Talk(tmp_path)
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    return talk


def _task(talk: Talk, code: str) -> Task:
    found: Task = next(task for task in talk.rows(Task) if task.code == code)
    return found


def _leads(talk: Talk, code: str) -> tuple[str, ...]:
    with talk.db.reading() as session:
        (book,) = views.plan_books(support.context(session))
        return book.rule_tasks[code].leads


def _audit(talk: Talk) -> list[str]:
    return [event.action for event in talk.rows(AuditEvent) if event.action.startswith("task.")]


def test_a_deadline_is_changed_the_original_is_kept_and_the_lead_is_told(talk: Talk) -> None:
    talk.say(OFFICE, "/change 40 时限 2023年6月30日")
    task = _task(talk, "40")
    assert (task.deadline, task.original_deadline) == (date(2023, 6, 30), date(2022, 12, 31))
    assert talk.last(OFFICE) == "40 清理违规涉企收费\n完成时限：2022年12月 → 2023年6月"
    assert talk.texts(LIN)[-1] == "40 清理违规涉企收费：完成时限现为2023年6月。"
    talk.say(OFFICE, "/change 40 deadline ongoing")
    assert (_task(talk, "40").ongoing, _task(talk, "40").deadline) == (True, None)
    assert _audit(talk) == ["task.deadline", "task.deadline"]


def test_units_are_changed_and_those_who_come_and_go_are_told(talk: Talk) -> None:
    talk.say(OFFICE, f"/change 41 牵头 {MARKET}")
    assert _leads(talk, "41") == (MARKET,)
    assert talk.texts(CHEN)[-1] == "41 政府采购电子化：现由贵单位牵头。"
    assert talk.texts(LIN)[-1] == "41 政府采购电子化：不再由贵单位承担。"
    assert talk.say(OFFICE, f"/change 41 配合 {MARKET}").state is InboxState.refused
    assert talk.say(OFFICE, "/change 41 牵头 县不存在局").state is InboxState.refused
    assert talk.say(OFFICE, "/change 41 牵头 无").state is InboxState.refused


def test_a_task_is_split_by_lead_and_each_closes_for_itself(talk: Talk) -> None:
    talk.say(OFFICE, f"/change 14 牵头 {PLANNING}、{FINANCE}、{TAX}")
    talk.say(OFFICE, "/change 14 拆分")
    assert talk.last(OFFICE) == f"14已按牵头单位拆分：14 {PLANNING}、14-2 {FINANCE}、14-3 {TAX}"
    assert [_leads(talk, code) for code in ("14", "14-2", "14-3")] == [(PLANNING,), (FINANCE,), (TAX,)]
    assert _task(talk, "14-2").deadline == _task(talk, "14").deadline
    talk.say(OFFICE, "/change 14-2 办结 县政府第9次常务会议同意销号")
    assert (_task(talk, "14-2").state, _task(talk, "14").state) == (TaskState.done, TaskState.open)
    assert talk.say(OFFICE, "/change 14 拆分").state is InboxState.refused


def test_a_task_is_cancelled_only_with_a_reason_and_keeps_its_reports(talk: Talk) -> None:
    talk.say(LIN, "40完成60%")
    assert talk.say(OFFICE, "/change 40 取消").state is InboxState.refused
    talk.say(OFFICE, "/change 40 取消 县政府办〔2022〕30号 <任务并入41>")
    assert _task(talk, "40").state is TaskState.cancelled
    assert talk.last(OFFICE) == "40 清理违规涉企收费：已取消。县政府办〔2022〕30号 &lt;任务并入41&gt;"
    assert "40" in talk.reports()
    assert talk.say(OFFICE, "/change 40 标题 改名").state is InboxState.refused


def test_a_claimed_task_is_not_closed_past_its_claim(talk: Talk) -> None:
    talk.say(CHEN, "15办结，奉市监发〔2022〕8号")
    assert talk.say(OFFICE, "/change 15 办结 已核").state is InboxState.refused
    assert _task(talk, "15").state is TaskState.open


def test_a_task_is_added_and_asked_for_like_the_others(talk: Talk) -> None:
    talk.say(OFFICE, f"/change 新增 101 建立首席服务员制度；牵头 {FINANCE}；配合 {TAX}；时限 2022年12月；领域 一、市场")
    task = _task(talk, "101")
    assert (task.title, task.deadline, task.section) == ("建立首席服务员制度", date(2022, 12, 31), "一、市场")
    assert talk.texts(LIN)[-1] == "101 建立首席服务员制度：现由贵单位牵头。"
    talk.say(LIN, "101已完成30%")
    assert "101" in talk.reports()
    for wrong in (
        "新增 101 又一个；牵头 县财政局",
        "新增 102 没有牵头",
        "新增 103",
        "新增 104 x；牵头 县财政局；时限 2022-02-30",
    ):
        assert talk.say(OFFICE, f"/change {wrong}").state is InboxState.refused, wrong


@pytest.mark.parametrize("words", ["", "40", "40 飞", "999 标题 新", "40 时限 2021-01-01", "40 时限 昨儿"])
def test_what_is_not_clear_is_refused_and_changes_nothing(talk: Talk, words: str) -> None:
    before = _task(talk, "40").model_dump()
    assert talk.say(OFFICE, f"/change {words}").state is InboxState.refused
    assert _task(talk, "40").model_dump() == before
    assert _audit(talk) == []


def test_a_liaison_changes_nothing(talk: Talk) -> None:
    assert talk.say(LIN, "/change 40 取消 不想做了").state is InboxState.refused
    assert _task(talk, "40").state is TaskState.open
    assert Voice("zh_CN").say("Task {code} is closed", code="1") != "Task 1 is closed"


def test_a_decision_is_recorded_with_who_approved_when_and_by_which_paper(talk: Talk) -> None:
    talk.say(OFFICE, f"/change 40 牵头 {TAX}；批准 李副县长，8月20日，奉府办〔2022〕12号")
    assert talk.last(OFFICE).splitlines() == [
        "40 清理违规涉企收费",
        "牵头单位：县财政局 → 县税务局",
        "批准：李副县长，2022年8月20日，奉府办〔2022〕12号",
    ]
    (event,) = (event for event in talk.rows(AuditEvent) if event.action == "task.approved")
    assert event.after == {"approver": "李副县长", "on": "2022-08-20", "paper": "奉府办〔2022〕12号"}


def test_a_supporting_unit_that_is_to_lead_needs_no_second_command(talk: Talk) -> None:
    talk.say(OFFICE, f"/change 40 牵头 {MARKET}")  # which supports it
    assert _leads(talk, "40") == (MARKET,)
    with talk.db.reading() as session:
        (book,) = views.plan_books(support.context(session))
        assert _task(talk, "40").id not in book.supports


def test_what_is_closed_says_how_it_is_opened_again(talk: Talk) -> None:
    talk.say(OFFICE, "/change 40 取消")
    assert talk.last(OFFICE).startswith("请写明理由，如：/change 40 取消")
    talk.say(OFFICE, "/change 40 取消 并入41")
    talk.say(OFFICE, "/change 40 标题 清理收费")
    assert talk.last(OFFICE) == "40已取消；如要恢复，请发 /reopen 40 理由"
