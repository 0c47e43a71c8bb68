from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.errors import Refused
from bot.rules import nudges_on
from bot.services import review, review_answer, views
from bot.services import review_post as post
from storage.kinds import CompletionState, OutboxState, QuestionState, Role, TaskState
from storage.models import AuditEvent, Completion, OutboxRow, Plan, Question
from tests import support
from tests.services import desk as d


@pytest.fixture
def desk(tmp_path: Path) -> d.Desk:
    return d.desk(tmp_path)


def _claim(desk: d.Desk, code: str = "15", unit: str = "县市场监管局") -> int:
    """Store a claim and deliver the office's letters."""
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.zhang)
        completion = review.claim(
            ctx, task=d.task(session, code), unit=support.unit(session, unit), report=d.report(session, code, unit)
        )
        d.sent(session)
        assert completion is not None
        assert completion.id is not None
        return completion.id


def test_a_claim_reaches_everybody_at_the_desk_with_the_words_and_two_buttons(desk: d.Desk) -> None:
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.zhang)
        review.claim(
            ctx, task=d.task(session, "15"), unit=support.unit(session, "县市场监管局"), report=d.report(session, "15")
        )
        for staff in (desk.li, desk.wang):
            (row,) = d.rows(session, staff)
            assert row.payload["text"].splitlines() == [
                "<b>【办结待审】</b>县市场监管局",
                "15 持续提升开办企业便利度（时限2022年8月）",
                "原话：15办结，奉市监发〔2022〕8号已印发，网上办理率93%",
                "文号或链接：奉市监发〔2022〕8号",
                "报送人：张三，8月24日10:00",
            ]
            assert d.buttons(row) == ["确认办结", "退回"]
        assert d.rows(session, desk.zhang) == []
        assert d.task(session, "15").state is TaskState.open


def test_a_second_claim_while_one_is_with_the_office_only_brings_the_newer_words(desk: d.Desk) -> None:
    number = _claim(desk)
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.zhang)
        newer = d.report(
            session, "15", words="15办结，文号奉府办发〔2022〕45号", text="15办结，文号奉府办发〔2022〕45号"
        )
        again = review.claim(ctx, task=d.task(session, "15"), unit=support.unit(session, "县市场监管局"), report=newer)
        assert again is not None
        assert again.id == number
        assert len(session.exec(select(Completion)).all()) == 1
        (row,) = d.rows(session, desk.li)
        assert row.method == "editMessageText"
        assert "奉府办发〔2022〕45号" in row.payload["text"]
        assert d.buttons(row) == ["确认办结", "退回"]


def test_a_supporting_unit_claims_nothing_for_the_task(desk: d.Desk) -> None:
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.zhang)
        report = d.report(session, "15", "县税务局")
        claimed = review.claim(ctx, task=d.task(session, "15"), unit=support.unit(session, "县税务局"), report=report)
        assert claimed is None
        assert d.rows(session, desk.li) == []


def test_confirming_closes_the_task_and_changes_the_letters_of_both(desk: d.Desk) -> None:
    number = _claim(desk)
    with desk.db.writing() as session:
        outcome = review.confirm(desk.context(session, desk.li, now=d.later(1)), number)
        assert outcome == post.Outcome("已确认办结：15", True)
        task = d.task(session, "15")
        assert (task.state, task.closed_on) == (TaskState.done, date(2022, 8, 24))
        for staff in (desk.li, desk.wang):
            (row,) = d.rows(session, staff)
            assert row.method == "editMessageText"
            assert row.payload["text"].endswith("<b>已确认办结</b>：李主任，8月24日11:00")
            assert d.buttons(row) == []
        assert d.texts(session, desk.zhang) == ["15 持续提升开办企业便利度：已确认办结，今后不再调度。"]
        actions = session.exec(select(AuditEvent.action).order_by(col(AuditEvent.id))).all()
        assert actions == ["claimed", "closed", "confirmed"]


def test_the_second_of_two_presses_is_told_who_was_first_and_when(desk: d.Desk) -> None:
    number = _claim(desk)
    with desk.db.writing() as session:
        review.confirm(desk.context(session, desk.li), number)
        d.sent(session)
    with desk.db.writing() as session:
        outcome = review.give_back(desk.context(session, desk.wang, now=d.later(2)), number, "缺材料")
        assert outcome == post.Outcome("15：李主任已于8月24日10:00确认办结", False)
        assert d.task(session, "15").state is TaskState.done
        assert d.rows(session, desk.zhang) == []
    with desk.db.writing() as session:
        assert not review.ask_reason(desk.context(session, desk.wang), number).changed
        assert session.exec(select(Question)).all() == []


def test_of_two_presses_at_one_moment_exactly_one_counts(desk: d.Desk) -> None:
    number = _claim(desk)
    barrier, outcomes = threading.Barrier(2), []

    def press(confirming: bool) -> None:
        barrier.wait()
        with desk.db.writing() as session:
            ctx = desk.context(session, desk.li if confirming else desk.wang)
            outcomes.append(review.confirm(ctx, number) if confirming else review.give_back(ctx, number, "缺文号"))

    threads = [threading.Thread(target=press, args=(confirming,)) for confirming in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.changed for outcome in outcomes) == [False, True]
    with desk.db.reading() as session:
        completion = session.get_one(Completion, number)
        is_done = d.task(session, "15").state is TaskState.done
        assert is_done == (completion.state is CompletionState.confirmed)
        decided = session.exec(select(AuditEvent).where(col(AuditEvent.action).in_(["confirmed", "returned"]))).all()
        assert len(decided) == 1


def test_a_return_asks_for_the_reason_and_takes_the_next_text_as_it_even_after_a_restart(desk: d.Desk) -> None:
    number = _claim(desk)
    with desk.db.writing() as session:
        assert review.ask_reason(desk.context(session, desk.li), number).changed
        (prompt,) = d.rows(session, desk.li)
        assert d.buttons(prompt) == ["缺文号", "缺佐证材料", "任务未全部完成", "与方案指标不符", "取消"]
        d.sent(session)
    desk.db.close()  # the program ends and starts again
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.li, now=d.later(3))
        question = post.asked(ctx)
        assert question is not None
        assert review_answer.take(ctx, question, "缺<文号>\n请补") == "已退回：15"
        completion = session.get_one(Completion, number)
        assert (completion.state, completion.reason) == (CompletionState.returned, "缺<文号> 请补")
        assert d.task(session, "15").state is TaskState.open
        (told,) = d.texts(session, desk.zhang)
        assert told.splitlines() == [
            "15 持续提升开办企业便利度：办结申请已退回。",
            "理由：缺&lt;文号&gt; 请补",
            "补齐后再报一次即可，如：15办结，文号×××",
        ]
        assert post.asked(ctx) is None


def test_the_desk_asks_one_thing_at_a_time(desk: d.Desk) -> None:
    first, second = _claim(desk), _claim(desk, "17")
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.li)
        review.ask_reason(ctx, first)
        review.ask_reason(ctx, second)
        states = session.exec(select(Question.state).order_by(col(Question.id))).all()
        assert states == [QuestionState.dropped, QuestionState.open]
        question = post.asked(ctx)
        assert question is not None
        assert question.payload == {"completion": second}


def test_a_text_long_after_the_question_is_not_its_answer(desk: d.Desk) -> None:
    number = _claim(desk)
    with desk.db.writing() as session:
        review.ask_reason(desk.context(session, desk.li), number)
        assert post.asked(desk.context(session, desk.li, now=d.later(23))) is not None
        assert post.asked(desk.context(session, desk.li, now=d.later(25))) is None


def test_cancelling_changes_nothing(desk: d.Desk) -> None:
    number = _claim(desk)
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.li)
        review.ask_reason(ctx, number)
        d.sent(session)
        assert review_answer.cancel(ctx) == "已取消，没有改动"
        assert post.asked(ctx) is None
        assert session.get_one(Completion, number).state is CompletionState.claimed
        (row,) = d.rows(session, desk.li)
        assert d.buttons(row) == []


def test_a_return_without_a_reason_is_refused(desk: d.Desk) -> None:
    number = _claim(desk)
    with desk.db.writing() as session, pytest.raises(Refused):
        review.give_back(desk.context(session, desk.li), number, "  \n ")
    with desk.db.reading() as session:
        assert session.get_one(Completion, number).state is CompletionState.claimed


def test_after_a_return_the_unit_can_claim_again(desk: d.Desk) -> None:
    first = _claim(desk)
    with desk.db.writing() as session:
        review.give_back(desk.context(session, desk.li), first, "缺文号")
        d.sent(session)
    second = _claim(desk)
    assert second != first


def test_a_withdrawn_report_withdraws_its_claim(desk: d.Desk) -> None:
    number = _claim(desk)
    with desk.db.writing() as session:
        completion = session.get_one(Completion, number)
        report = d.report(session, "17")
        assert review.withdraw_claim(desk.context(session, desk.zhang), report) == []
        report.id = completion.report_id
        session.expunge(report)
        (withdrawn,) = review.withdraw_claim(desk.context(session, desk.zhang), report)
        assert withdrawn.state is CompletionState.withdrawn
        (row,) = d.rows(session, desk.li)
        assert row.payload["text"].endswith("<b>单位已撤回</b>：8月24日10:00")
        assert d.buttons(row) == []
    with desk.db.writing() as session:
        outcome = review.confirm(desk.context(session, desk.li), number)
        assert outcome.text == "15：单位已于8月24日10:00撤回"
        assert d.task(session, "15").state is TaskState.open


def test_a_letter_not_sent_yet_is_replaced_by_one_that_tells_the_decision(desk: d.Desk) -> None:
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.zhang)
        completion = review.claim(
            ctx, task=d.task(session, "15"), unit=support.unit(session, "县市场监管局"), report=d.report(session, "15")
        )
        assert completion is not None
        assert completion.id is not None
        review.confirm(desk.context(session, desk.li), completion.id)
        (row,) = d.rows(session, desk.wang)
        assert row.method == "sendMessage"
        assert "已确认办结" in row.payload["text"]
        assert d.buttons(row) == []
        states = [each.state for each in d.rows(session, desk.wang, new=False)]
        assert states == [OutboxState.cancelled, OutboxState.queued]


def test_confirming_for_one_lead_settles_what_the_other_lead_claims(desk: d.Desk) -> None:
    first, second = _claim(desk), _claim(desk, unit="县行政服务中心")
    with desk.db.writing() as session:
        review.confirm(desk.context(session, desk.li), second)
        assert session.get_one(Completion, first).state is CompletionState.confirmed
        assert len(d.rows(session, desk.wang)) == 2


def test_nothing_is_claimed_of_a_closed_task(desk: d.Desk) -> None:
    number = _claim(desk)
    with desk.db.writing() as session:
        review.confirm(desk.context(session, desk.li), number)
        ctx, task = desk.context(session, desk.zhang), d.task(session, "15")
        assert (
            review.claim(ctx, task=task, unit=support.unit(session, "县市场监管局"), report=d.report(session, "15"))
            is None
        )


def test_reopening_needs_a_reason_and_a_closed_task_and_tells_the_leads(desk: d.Desk) -> None:
    number = _claim(desk)
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.li)
        for code, reason in (("15", "文号有误"), ("999", "文号有误")):
            with pytest.raises(Refused):
                review.reopen(ctx, code, reason)
        review.confirm(ctx, number)
        d.sent(session)
        with pytest.raises(Refused):
            review.reopen(ctx, "15", " ")
        task = review.reopen(ctx, "15", "文号有误")
        assert (task.state, task.closed_on) == (TaskState.open, None)
        completion = session.get_one(Completion, number)
        assert (completion.state, completion.reason) == (CompletionState.returned, "文号有误")
        assert d.texts(session, desk.zhang) == [
            "15 持续提升开办企业便利度：办公室已重新打开，请继续报进展。\n理由：文号有误"
        ]
        (row,) = d.rows(session, desk.wang)
        assert "已退回" in row.payload["text"]


def test_the_office_is_reminded_once_after_three_working_days(desk: d.Desk) -> None:
    number = _claim(desk)  # on Wednesday 24 August
    with desk.db.writing() as session:
        assert review.remind(desk.context(session, desk.li, now=d.later(24 * 3))) == 0
        assert review.remind(desk.context(session, desk.li, now=d.later(24 * 5))) == 1
        review.remind(desk.context(session, desk.li, now=d.later(24 * 5 + 1)))
        (row,) = d.rows(session, desk.li)
        assert row.payload["text"].startswith("这项办结申请还在等审核。")
        d.sent(session)
        review.confirm(desk.context(session, desk.li), number)
        assert [row.method for row in d.rows(session, desk.wang)] == ["editMessageText", "editMessageText"]


def test_each_at_the_desk_is_written_to_in_their_language_and_the_unreachable_not(desk: d.Desk) -> None:
    with desk.db.writing() as session:
        ann = support.person(session, 8, "Ann", role=Role.admin, language="en")
        gone = support.person(session, 9, "孙", role=Role.office)
        gone.person.unreachable_since = support.NOW
        session.add(gone.person)
    _claim(desk)
    with desk.db.reading() as session:
        (row,) = d.rows(session, ann, new=False)
        assert row.payload["text"].startswith("<b>Completion to review</b> 县市场监管局")
        assert d.rows(session, gone, new=False) == []


def test_papers_and_links_are_found_in_the_words() -> None:
    words = "已印发奉市监发〔2022〕8号，见 https://x.cn/a，另奉府办[2022]12号，文号奉政数发（2023）第3号"
    assert post.evidence(words) == "奉市监发〔2022〕8号、奉府办[2022]12号、奉政数发（2023）第3号、https://x.cn/a"
    assert post.evidence("正在协调，积极推进") == ""


def test_no_message_about_a_claim_reaches_another_unit(desk: d.Desk) -> None:
    with desk.db.writing() as session:
        other = support.person(session, 7, "赵", units=["县财政局"])
    number = _claim(desk)
    with desk.db.writing() as session:
        review.confirm(desk.context(session, desk.li), number)
        assert session.exec(select(OutboxRow).where(OutboxRow.person_id == other.person.id)).all() == []


def test_a_returned_claim_no_longer_answers_the_deadline(desk: d.Desk) -> None:
    number = _claim(desk)
    day = date(2022, 8, 31)
    with desk.db.writing() as session:
        ctx = desk.context(session, desk.li)
        plan = session.exec(select(Plan)).one()

        def asked() -> bool:
            book = views.plan_book(ctx, plan)
            nudges = nudges_on(day, book.ledger, book.schedule, views.plan_facts(ctx, plan))
            return "15" in next((nudge.deadline for nudge in nudges if nudge.unit == "县市场监管局"), {})

        assert not asked()
        review.give_back(ctx, number, "缺文号")
        assert asked()


def test_a_unit_that_has_taken_over_claims_and_is_told(desk: d.Desk) -> None:
    with desk.db.writing() as session:
        new = support.unit(session, "县市场监督局")
        support.unit(session, "县市场监管局").successor_id = new.id
        zhou = support.person(session, 12, "周", units=["县市场监督局"])
    number = _claim(desk, unit="县市场监督局")
    with desk.db.writing() as session:
        review.confirm(desk.context(session, desk.li), number)
        assert len(d.rows(session, zhou)) == 1
