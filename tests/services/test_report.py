"""A liaison's message is stored, replaced and answered as it should be; what reports nothing stores nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.services import export
from bot.services.summary import summarise
from storage.kinds import CompletionState, ExtensionState, InboxState, MessageKind, OutboxState, Status
from storage.models import AuditEvent, Completion, Extension, OutboxRow, Plan, Question, Report
from tests.services.talk import CHEN, LIN, MA, OFFICE, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def test_a_report_is_stored_with_its_month_words_and_moment(talk: Talk) -> None:
    handled = talk.say(CHEN, "17 完成60%")
    assert handled.state is InboxState.done
    row = talk.reports()["17"]
    assert (row.status, row.percent, row.month, row.late) == (Status.in_progress, 60, date(2022, 8, 1), False)
    assert (row.text, row.chat_id, row.message_id) == ("17 完成60%", CHEN, 101)
    assert row.at == talk.now
    assert row.reading["kind"] == "progress"


def test_the_receipt_says_what_counts_what_is_open_and_until_when(talk: Talk) -> None:
    talk.say(CHEN, "15办结，64推进中")
    lines = talk.last(CHEN).split("\n")
    assert lines[0] == "已记2项（10:42，31日前可改）"
    assert lines[1] == "15 报办结，待初审，请补文号"
    assert lines[2] == "64 推进中"
    assert lines[3] == "还差1项：58（已过时限），请说一句能否完成。"
    assert lines[4] == "另有3项未报：2、11、17，可回“其余正常”。"
    assert talk.labels(talk.shown(CHEN)[-1]) == ["改", "撤回"]


def test_the_receipt_writes_several_alike_on_one_line(talk: Talk) -> None:
    talk.say(CHEN, "2、11、64正常推进")
    assert "2、11、64 正常推进" in talk.last(CHEN).split("\n")


def test_the_receipt_says_when_the_round_is_complete(talk: Talk) -> None:
    talk.say(CHEN, "2、11、17、64正常推进")
    talk.say(CHEN, "15、58推进中，预计9月底完成")
    assert talk.last(CHEN).split("\n")[-1] == "8月已报齐。"


def test_a_person_who_reads_english_is_answered_in_english(talk: Talk) -> None:
    with talk.db.writing() as session:
        talk.context(session, CHEN).actor.person.language = "en"
    talk.say(CHEN, "17 60%, 58 blocked by the provincial rules")
    lines = talk.last(CHEN).split("\n")
    assert lines[0] == "2 recorded (10:42, can be changed until 31 August)"
    assert lines[1] == "17 in progress, 60%"
    assert lines[-1] == "3 more not reported: 2, 11, 64. “The rest is on track” will do."


def test_a_later_report_replaces_the_earlier_one_and_both_are_kept(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    talk.wait(hours=1)
    talk.say(CHEN, "17 完成70%")
    first, second = talk.rows(Report)
    assert first.superseded_by_id == second.id
    assert second.superseded_by_id is None
    assert talk.reports()["17"].percent == 70


def test_a_report_handled_late_does_not_replace_a_newer_one(talk: Talk) -> None:
    talk.wait(hours=1)
    talk.say(CHEN, "17 完成70%")
    talk.wait(hours=-1)
    talk.say(CHEN, "17 完成60%")
    assert talk.reports()["17"].percent == 70
    assert talk.last(CHEN).startswith("17 本单位已有更新的报告，以更新的为准。")


def test_a_report_after_the_due_day_counts_for_the_old_month_as_late(talk: Talk) -> None:
    talk.go_to(2022, 9, 2)
    talk.say(CHEN, "17 完成60%")
    row = talk.reports()["17"]
    assert (row.month, row.late) == (date(2022, 8, 1), True)
    assert talk.last(CHEN).startswith("已记1项（10:42，计入8月，迟报，7日前可改）")


def test_a_late_receipt_says_what_of_its_month_is_missing_and_does_not_ask_for_the_next(talk: Talk) -> None:
    talk.go_to(2022, 9, 2)
    talk.say(CHEN, "2、11、15、64正常推进")
    assert "还差1项：58（已过时限），请说一句能否完成。\n另有1项未报：17" in talk.last(CHEN)
    talk.say(CHEN, "17、58推进中，预计9月底完成")
    assert talk.last(CHEN).split("\n")[-1] == "8月已报齐。"
    assert "还差" not in talk.last(CHEN)


def test_a_message_handled_days_later_says_until_when_it_can_still_be_changed(talk: Talk) -> None:
    talk.go_to(2022, 9, 2)
    talk.say(CHEN, "17 完成60%", date=int(datetime(2022, 8, 26, 2, 42, tzinfo=UTC).timestamp()))
    row = talk.reports()["17"]
    assert (row.month, row.late) == (date(2022, 8, 1), False)
    assert talk.last(CHEN).startswith("已记1项（8月26日10:42，9月7日前可改）")


def test_a_report_after_the_freeze_counts_for_the_current_month_and_supplements_the_old_one(talk: Talk) -> None:
    talk.go_to(2022, 9, 8)
    talk.say(CHEN, "17 完成60%")
    row = talk.reports()["17"]
    assert (row.month, row.late) == (date(2022, 9, 1), False)
    assert row.reading["supplements"] == "2022-08-01"
    assert "8月已冻结，另作补记" in talk.last(CHEN)


def test_the_supplement_of_a_closed_month_is_told_once(talk: Talk) -> None:
    talk.go_to(2022, 9, 20)
    talk.say(CHEN, "17 完成60%")
    assert "作补记" in talk.last(CHEN)
    talk.say(CHEN, "64 完成60%")
    assert "作补记" not in talk.last(CHEN)
    assert talk.reports()["64"].reading["supplements"] == "2022-08-01"


def test_a_month_before_the_import_is_no_supplement(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    with talk.db.writing() as session:
        session.get_one(Plan, talk.plan_id).first_month = date(2022, 5, 1)
    talk.say(CHEN, "17 完成60%")
    row = talk.reports()["17"]
    assert (row.month, "supplements" in row.reading) == (date(2022, 8, 1), False)
    assert "补记" not in talk.last(CHEN)
    assert "7月" not in talk.last(CHEN)


def test_a_report_of_both_months_keeps_them_apart(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    talk.go_to(2022, 9, 2)
    talk.say(CHEN, "17 完成70%")
    assert [row.month for row in talk.rows(Report)] == [date(2022, 8, 1), date(2022, 9, 1)]
    assert all(row.superseded_by_id is None for row in talk.rows(Report))


def test_done_is_claimed_before_the_office_and_told_as_not_yet_reviewed(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    claim = talk.rows(Completion)[0]
    assert (claim.state, claim.report_id) == (CompletionState.claimed, talk.reports()["15"].id)
    assert any("15" in text for text in talk.texts(OFFICE))


def test_saying_that_it_is_not_done_after_all_takes_the_claim_back(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    talk.wait(minutes=5)
    talk.say(CHEN, "更正：15完成80%")
    assert "15 原报办结已收回。" in talk.last(CHEN)
    assert [row.state for row in talk.rows(Completion)] == [CompletionState.withdrawn]


def test_a_supporting_unit_is_done_with_its_part_and_claims_nothing(talk: Talk) -> None:
    talk.say(CHEN, "40办结")
    assert talk.reports()["40"].status is Status.done
    assert talk.count(Completion) == 0
    assert "40 配合部分已完成" in talk.last(CHEN)


def test_a_paper_in_the_words_is_repeated_and_not_asked_for(talk: Talk) -> None:
    talk.say(CHEN, "15已办结，奉市监发〔2022〕8号")
    assert "15 报办结，待初审（奉市监发〔2022〕8号）" in talk.last(CHEN)
    assert talk.rows(Completion)[0].paper == "奉市监发〔2022〕8号"


def test_a_paper_said_afterwards_goes_to_the_claim(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    handled = talk.say(CHEN, "奉市监发〔2022〕8号")
    assert handled.reason == "a paper was added to a claim of completion"
    assert talk.rows(Completion)[0].paper == "奉市监发〔2022〕8号"
    assert talk.count(Report) == 1


def test_more_time_is_asked_of_the_office_and_what_was_reported_stays(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    talk.wait(minutes=5)
    talk.say(CHEN, "17申请延期到2023年3月底")
    request = talk.rows(Extension)[0]
    assert (request.state, request.until) == (ExtensionState.requested, date(2023, 3, 31))
    row = talk.reports()["17"]
    assert (row.status, row.percent, row.extension) == (None, None, date(2023, 3, 31))
    assert talk.rows(Report)[0].percent == 60
    assert "申请延到2023年3月31日，已报办公室" in talk.last(CHEN)


def test_asking_for_more_time_takes_a_waiting_claim_back_and_claims_nothing(talk: Talk) -> None:
    talk.say(CHEN, "17 做完了")
    talk.wait(minutes=5)
    talk.say(CHEN, "17 申请延期至2023年3月底，测绘单位招标流标")
    row = talk.reports()["17"]
    assert (row.status, row.percent, row.extension) == (None, None, date(2023, 3, 31))
    assert [claim.state for claim in talk.rows(Completion)] == [CompletionState.withdrawn]
    assert "17 原报办结已收回。" in talk.last(CHEN)
    assert "17 报办结" not in talk.last(CHEN)
    card = next(text for text in talk.texts(OFFICE) if "办结待审" in text)
    assert "17 做完了" in card
    assert "招标流标" not in card


def test_asking_for_more_time_takes_back_a_claim_of_an_earlier_month(talk: Talk) -> None:
    talk.say(CHEN, "17 做完了")
    talk.go_to(2022, 9, 13)
    talk.say(CHEN, "17 申请延期至2023年3月底")
    assert [claim.state for claim in talk.rows(Completion)] == [CompletionState.withdrawn]


def test_taking_a_request_for_more_time_back_puts_the_claim_before_the_office_again(talk: Talk) -> None:
    talk.say(CHEN, "17 做完了")
    talk.wait(minutes=5)
    talk.say(CHEN, "17 申请延期至2023年3月底")
    talk.say(CHEN, "撤回")
    assert talk.reports()["17"].status is Status.done
    assert [row.state for row in talk.rows(Completion)] == [CompletionState.withdrawn, CompletionState.claimed]


def test_a_request_for_more_time_inherits_neither_date_nor_obstacle_and_how_it_stands_is_read_beside_it(
    talk: Talk,
) -> None:
    talk.say(CHEN, "17 推进中40%，等公积金系统，预计2022年12月30日完成")
    talk.wait(minutes=5)
    talk.say(CHEN, "17 申请延期至2023年3月底")
    row = talk.reports()["17"]
    assert (row.status, row.percent, row.expected, row.problem) == (None, None, None, None)
    assert "预计" not in talk.last(CHEN)
    with talk.db.reading() as session:
        ctx = talk.context(session, CHEN)
        told = next(each for each in export.tasks(ctx) if each["code"] == "17")
        stored = [each for each in export.reports(ctx) if each["task"] == "17"]
        line = next(each for each in summarise(ctx).tasks if each.code == "17")
    assert (told["status"], told["percent"]) == ("blocked", 40)
    assert [each["status"] for each in stored] == ["blocked", None]
    assert line.last is not None
    assert (line.last.percent, line.last.expected) == (40, date(2023, 3, 31))


def test_a_correction_keeps_the_month_of_what_it_replaces(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    talk.go_to(2022, 9, 2)
    talk.say(CHEN, "更正：17应是65%")
    row = talk.reports()["17"]
    assert (row.month, row.late, row.percent) == (date(2022, 8, 1), False, 65)
    assert talk.rows(Report)[0].superseded_by_id == row.id


def test_a_correction_does_not_touch_a_frozen_month(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    talk.go_to(2022, 9, 20)
    talk.say(CHEN, "更正：17应是65%")
    assert [(row.month, row.superseded_by_id) for row in talk.rows(Report)] == [
        (date(2022, 8, 1), None),
        (date(2022, 9, 1), None),
    ]


@pytest.mark.parametrize("text", ["收到", "好的，谢谢", "今天下乡信号不好", "👌"])
def test_talk_is_answered_and_nothing_is_stored(talk: Talk, text: str) -> None:
    handled = talk.say(CHEN, text)
    assert handled.state is InboxState.done
    assert (talk.count(Report), talk.count(Question), talk.count(Completion)) == (0, 0, 0)
    assert "如：17" in talk.last(CHEN)
    assert len(talk.texts(CHEN)) == 1


def test_an_acknowledgement_is_noted_as_seen(talk: Talk) -> None:
    talk.say(CHEN, "收到")
    assert talk.last(CHEN).startswith("已签收")
    talk.say(CHEN, "今天下乡信号不好")
    assert not talk.last(CHEN).startswith("已签收")


@pytest.mark.parametrize("text", ["15这项的截止时间能告诉我吗", "这项不是我们牵头的，15请转县税务局"])
def test_questions_and_disputes_go_to_the_office_and_store_nothing(talk: Talk, text: str) -> None:
    talk.say(CHEN, text)
    assert talk.count(Report) == 0
    assert any(text in letter for letter in talk.texts(OFFICE))
    assert talk.last(CHEN) == "已转县营商办，答复会发到这里。"


def test_a_task_of_another_unit_is_refused_with_its_lead(talk: Talk) -> None:
    handled = talk.say(CHEN, "14 完成50%")
    assert handled.state is InboxState.refused
    assert talk.count(Report) == 0
    assert talk.last(CHEN).startswith("14 未记：由县规划自然资源局牵头，不在本单位名下。")


def test_an_unknown_number_is_refused(talk: Talk) -> None:
    handled = talk.say(CHEN, "388 完成")
    assert handled.state is InboxState.refused
    assert talk.count(Report) == 0
    assert talk.last(CHEN).startswith("388 未记：没有这个编号的任务。")


def test_what_can_be_stored_is_stored_beside_what_is_refused(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%，14完成50%")
    assert set(talk.reports()) == {"17"}
    assert "14 未记：由县规划自然资源局牵头" in talk.last(CHEN)


def test_a_closed_task_is_not_reported_again(talk: Talk) -> None:
    talk.close_task("17")
    talk.say(CHEN, "17 完成60%")
    assert talk.count(Report) == 0
    assert "17" in talk.last(CHEN)


def test_a_reply_to_a_nudge_of_one_task_needs_no_number(talk: Talk) -> None:
    nudge = talk.nudge(CHEN, "县市场监管局", ["17"])
    talk.say(CHEN, "完成60%", reply_to=nudge)
    assert talk.reports()["17"].percent == 60


def test_what_a_report_answers_is_taken_out_of_waiting_nudges(talk: Talk) -> None:
    from datetime import datetime

    from bot.services import nudge

    talk.now = datetime(2022, 8, 29, 9, 31, tzinfo=talk.office.zone)
    with talk.db.writing() as session:
        nudge.tick(talk.context(session, CHEN))
    waiting = [row for row in talk.rows(OutboxRow) if row.kind is MessageKind.nudge and row.chat_id == CHEN]
    assert len(waiting) == 1
    assert "17" in waiting[0].facts["codes"]
    with talk.db.writing() as session:
        from bot.services.report import take_message
        from bot.services.report_store import Words

        take_message(talk.context(session, CHEN), Words("17完成60%", CHEN, 500, talk.now))
    after = next(row for row in talk.rows(OutboxRow) if row.id == waiting[0].id)
    assert after.state is OutboxState.queued
    assert "17" not in after.facts["codes"]


def test_a_report_leaves_an_audit_event_with_before_and_after(talk: Talk) -> None:
    talk.say(CHEN, "17 完成60%")
    talk.wait(minutes=1)
    talk.say(CHEN, "17 完成70%")
    first, second = (row for row in talk.rows(AuditEvent) if row.action == "report")
    assert first.before == {}
    assert first.after["percent"] == 60
    assert second.before["percent"] == 60
    assert second.after["percent"] == 70
    assert second.inbox_id is not None


def test_a_liaison_of_two_units_reports_for_the_one_that_has_the_task(talk: Talk) -> None:
    talk.say(MA, "41完成60%")
    assert talk.reports()["41"].unit_id == talk.reports()["41"].unit_id
    talk.say(MA, "17完成50%")
    assert talk.reports()["17"].unit_id != talk.reports()["41"].unit_id
    assert talk.count(Question) == 0


def test_a_joint_task_is_reported_for_the_unit_that_leads_it(talk: Talk) -> None:
    talk.say(MA, "40完成60%")
    talk.say(LIN, "41完成10%")
    assert talk.reports()["40"].unit_id == talk.reports()["41"].unit_id


def test_tasks_of_two_units_in_one_message_go_to_their_units(talk: Talk) -> None:
    talk.say(MA, "41完成60%，17完成50%")
    found = talk.reports()
    assert set(found) == {"41", "17"}
    assert found["41"].unit_id != found["17"].unit_id


def test_the_same_update_handled_twice_queues_nothing_twice(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%")
    keys = [row.key for row in talk.rows(OutboxRow)]
    assert len(keys) == len(set(keys))


def test_a_correction_of_the_date_alone_keeps_what_was_said_beside_it(talk: Talk) -> None:
    talk.say(CHEN, "17完成50%，困难是系统没对接，预计9月底完成")
    talk.say(CHEN, "更正：17预计10月底完成")
    row = talk.reports()["17"]
    assert (row.percent, row.expected, row.problem) == (50, date(2022, 10, 31), talk.rows(Report)[0].problem)
    assert "50%" in talk.last(CHEN)


def test_a_correction_of_what_was_said_to_be_done_carries_nothing_of_it(talk: Talk) -> None:
    talk.say(CHEN, "17已完成")
    talk.say(CHEN, "更正：17预计10月底完成")
    row = talk.reports()["17"]
    assert (row.status, row.percent) == (Status.in_progress, None)
