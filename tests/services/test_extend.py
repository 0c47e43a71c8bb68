from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.errors import Refused
from bot.services import extend, review_answer, views
from bot.services import review_post as post
from storage.kinds import ExtensionState, Status
from storage.models import AuditEvent, Extension, Plan
from tests import support
from tests.services import desk as d

ASKED = date(2022, 12, 31)


@pytest.fixture
def desk(tmp_path: Path) -> d.Desk:
    return d.desk(tmp_path)


def _request(desk: d.Desk, code: str = "15", until: date | None = ASKED, reason: str = "等市局细则") -> int:
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.zhang)
        report = d.report(session, code, status=Status.blocked, words=f"{code}申请延期，{reason}")
        unit = support.unit(session, "县市场监管局")
        found = extend.request(ctx, task=d.task(session, code), unit=unit, report=report, until=until, reason=reason)
        d.sent(session)
        assert found is not None
        assert found.id is not None
        return found.id


def _answer(desk: d.Desk, words: str) -> str:
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.li, inbox_id=None)
        question = post.asked(ctx)
        assert question is not None
        said = review_answer.take(ctx, question, words)
        d.sent(session)
        return said


def test_a_request_reaches_the_desk_with_date_reason_and_buttons(desk: d.Desk) -> None:
    with desk.db.writing() as session:
        report, unit = d.report(session, "15"), support.unit(session, "县市场监管局")
        extend.request(
            desk.context(session, desk.zhang),
            task=d.task(session, "15"),
            unit=unit,
            report=report,
            until=ASKED,
            reason="等市局细则",
        )
        (row,) = d.rows(session, desk.wang)
        assert row.payload["text"].splitlines() == [
            "<b>【延期申请】</b>县市场监管局",
            "15 持续提升开办企业便利度（时限2022年8月）",
            "申请延到：2022年12月",
            "理由：等市局细则",
            "报送人：张三，8月24日10:00",
        ]
        assert d.buttons(row) == ["同意", "不同意", "同意到其他日期"]


def test_one_press_grants_the_asked_date_and_keeps_the_original(desk: d.Desk) -> None:
    number = _request(desk)
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.li, now=d.later(1))
        assert extend.grant_as_asked(ctx, number, "20221231").changed
        row = session.get_one(Extension, number)
        assert (row.state, row.granted_until, row.original_deadline) == (
            ExtensionState.granted,
            ASKED,
            date(2022, 8, 31),
        )
        assert (row.approver, row.decided_on, row.judged_by_original) == ("李主任", date(2022, 8, 24), True)
        task = d.task(session, "15")
        assert (task.deadline, task.original_deadline) == (date(2022, 8, 31), date(2022, 8, 31))
        assert d.texts(session, desk.zhang) == [
            "15 持续提升开办企业便利度：同意延期到2022年12月31日。\n原完成时限（2022年8月）仍保留在台账。"
        ]
        book = views.plan_book(ctx, session.exec(select(Plan)).one())
        ruled = book.rule_tasks["15"]
        assert (ruled.deadline, ruled.extended_to) == (date(2022, 8, 31), ASKED)
        edited, question = d.rows(session, desk.li)
        assert "同意延到2022年12月31日" in edited.payload["text"]
        assert question.payload["text"].startswith("15延期的批准文号？没有可回“无”。")
        assert d.buttons(question) == ["无", "按新时限考核"]


def test_the_paper_the_approver_and_the_day_are_taken_from_one_text(desk: d.Desk) -> None:
    number = _request(desk)
    with desk.db.writing() as session:
        extend.grant(desk.context(session, desk.li), number, ASKED)
        d.sent(session)
    assert _answer(desk, "批准人：李副县长，8月20日，奉府办〔2022〕12号") == "已记录"
    with desk.db.reading() as session:
        row = session.get_one(Extension, number)
        assert (row.approver, row.decided_on, row.paper) == ("李副县长", date(2022, 8, 20), "奉府办〔2022〕12号")
        (event,) = session.exec(select(AuditEvent).where(AuditEvent.action == "paper added")).all()
        assert event.before["approver"] == "李主任"


def test_no_paper_leaves_the_decision_as_it_is(desk: d.Desk) -> None:
    number = _request(desk)
    with desk.db.writing() as session:
        extend.grant(desk.context(session, desk.li), number, ASKED)
    _answer(desk, "无")
    with desk.db.reading() as session:
        row = session.get_one(Extension, number)
        assert (row.approver, row.paper) == ("李主任", "")


def test_without_a_date_the_office_is_asked_for_one(desk: d.Desk) -> None:
    number = _request(desk, until=None)
    with desk.db.writing() as session:
        outcome = extend.grant_as_asked(desk.context(session, desk.li), number, "0")
        assert outcome.text == "请写日期"
        assert session.get_one(Extension, number).state is ExtensionState.requested
    assert _answer(desk, "同意延到2023年3月底") == "已同意延期：15"
    with desk.db.reading() as session:
        assert session.get_one(Extension, number).granted_until == date(2023, 3, 31)


@pytest.mark.parametrize("words", ["再说吧", "2022年8月1日", "8月31日", ""])
def test_no_date_a_past_one_and_one_not_after_the_deadline_are_refused(desk: d.Desk, words: str) -> None:
    number = _request(desk)
    with desk.db.writing() as session, pytest.raises(Refused):
        extend.grant_until(desk.context(session, desk.li), number, words)
    with desk.db.reading() as session:
        assert session.get_one(Extension, number).state is ExtensionState.requested


def test_declining_asks_for_the_reason_and_tells_the_unit(desk: d.Desk) -> None:
    number = _request(desk)
    with desk.db.writing() as session:
        assert extend.ask_reason(desk.context(session, desk.li), number).text == "请写理由"
        d.sent(session)
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.li)
        question = post.asked(ctx)
        assert question is not None
        assert review_answer.take(ctx, question, "县里要求年内完成") == "已记录不同意延期：15"
        assert d.texts(session, desk.zhang) == [
            "15 持续提升开办企业便利度：延期未获同意，完成时限不变。\n理由：县里要求年内完成"
        ]
        row = session.get_one(Extension, number)
        assert (row.state, row.answer, row.granted_until) == (ExtensionState.declined, "县里要求年内完成", None)


def test_the_second_of_two_decisions_changes_nothing(desk: d.Desk) -> None:
    number = _request(desk)
    with desk.db.writing() as session:
        extend.grant(desk.context(session, desk.li), number, ASKED)
        d.sent(session)
        late = extend.decline(desk.context(session, desk.wang, now=d.later(1)), number, "不行")
        assert (late.text, late.changed) == ("15：李主任已于8月24日10:00同意延期", False)
        assert session.get_one(Extension, number).state is ExtensionState.granted
        assert d.rows(session, desk.zhang) == []


def test_a_button_that_shows_an_older_date_grants_nothing(desk: d.Desk) -> None:
    number = _request(desk)
    assert _request(desk, until=date(2023, 6, 30), reason="等省里文件") == number
    with desk.db.writing() as session:
        outcome = extend.grant_as_asked(desk.context(session, desk.li), number, "20221231")
        assert (outcome.text, outcome.changed) == ("单位改了申请，请再看一眼", False)
        row = session.get_one(Extension, number)
        assert (row.state, row.until, row.reason) == (ExtensionState.requested, date(2023, 6, 30), "等省里文件")


def test_a_second_request_and_one_after_the_deadline_are_marked(desk: d.Desk) -> None:
    first = _request(desk)
    with desk.db.writing() as session:
        extend.grant(desk.context(session, desk.li), first, ASKED)
        d.sent(session)
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.zhang, now=d.later(24 * 150))
        unit = support.unit(session, "县市场监管局")
        report = d.report(session, "15", at=d.later(24 * 150))
        second = extend.request(
            ctx, task=d.task(session, "15"), unit=unit, report=report, until=date(2023, 6, 30), reason="还要时间"
        )
        assert second is not None
        lines = d.texts(session, desk.wang)[0].splitlines()
        assert "本任务第2次申请" in lines
        assert "超过完成时限后提出" in lines  # after 31 December, to which it had been extended
        with pytest.raises(Refused):
            extend.grant(desk.context(session, desk.li, now=d.later(1)), second.id or 0, ASKED)


def test_the_decision_can_say_that_the_new_deadline_is_judged_by(desk: d.Desk) -> None:
    number = _request(desk)
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.li)
        assert not extend.judge_by_new(ctx, number, new=True).changed
        extend.grant(ctx, number, ASKED)
        assert extend.judge_by_new(ctx, number, new=True).text == "已记录"
        book = views.plan_book(ctx, session.exec(select(Plan)).one())
        assert book.rule_tasks["15"].deadline == ASKED
        assert d.task(session, "15").original_deadline == date(2022, 8, 31)


def test_a_task_without_a_deadline_has_none_to_move_and_the_words_go_to_the_desk(desk: d.Desk) -> None:
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.zhang)
        unit, report = support.unit(session, "县市场监管局"), d.report(session, "2", words="2能不能缓一缓")
        assert extend.request(ctx, task=d.task(session, "2"), unit=unit, report=report, until=None, reason="") is None
        assert session.exec(select(Extension)).all() == []
        (row,) = d.rows(session, desk.li)
        assert "2能不能缓一缓" in row.payload["text"]
        assert d.buttons(row) == ["回复", "不用答复"]


def test_a_withdrawn_report_withdraws_its_request(desk: d.Desk) -> None:
    number = _request(desk)
    with desk.db.writing() as session:
        row = session.get_one(Extension, number)
        report = d.report(session, "17")
        session.expunge(report)
        report.id = row.report_id
        assert [each.id for each in extend.withdraw_request(desk.context(session, desk.zhang), report)] == [number]
        late = extend.grant(desk.context(session, desk.li), number, ASKED)
        assert late.text == "15：单位已于8月24日10:00撤回"


def test_every_decision_is_in_the_audit(desk: d.Desk) -> None:
    number = _request(desk)
    with desk.db.writing() as session:
        extend.grant(desk.context(session, desk.li), number, ASKED)
        query = select(AuditEvent).where(AuditEvent.object == "extensions").order_by(col(AuditEvent.id))
        events = session.exec(query).all()
        assert [(event.action, event.actor) for event in events] == [("requested", "张三"), ("granted", "李主任")]
        assert events[1].after["until"] == "2022-12-31"
