"""The office's queue and the list of reports that say nothing, through the real table of routes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.chat.dispatch import Dispatcher
from bot.chat.routes import ROUTES
from storage.kinds import CompletionState, InboxState, Role, TaskState
from storage.models import AuditEvent, Completion, OutboxRow, Report, Task, TrackedItem
from tests import support
from tests.services.talk import CHEN, LIN, OFFICE, Talk

WANG, SUN = 2003, 4001


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    talk = Talk(tmp_path)
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    with talk.db.writing() as session:
        support.person(session, WANG, "王科员", role=Role.office)
        support.person(session, SUN, "孙督查", role=Role.supervision)
    return talk


def _press_number(talk: Talk, who: int, number: int) -> None:
    row = next(row for row in reversed(talk.shown(who)) if "待办" in row.payload.get("text", ""))
    button = next(each for each in talk.buttons_of(row) if each["text"] == str(number))
    talk.push(who, button["callback_data"], talk.message_of(row))


def test_an_empty_queue_says_so(talk: Talk) -> None:
    talk.say(OFFICE, "/inbox")
    assert talk.last(OFFICE) == "没有待办事项。"


def test_everything_that_waits_stands_in_one_list_oldest_first(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    talk.wait(minutes=1)
    talk.say(LIN, "40申请延期到2023年3月底，等省里文件")
    talk.wait(minutes=1)
    talk.say(CHEN, "17进度受阻，等财政局明确经费")
    talk.wait(minutes=1)
    talk.say(LIN, "/feedback 每月提示两次就够了")
    talk.wait(minutes=1)
    talk.say(SUN, "/observe 41 平台打不开")
    talk.say(LIN, "/answer 1 已恢复")
    talk.wait(minutes=1)
    talk.say(OFFICE, "/inbox")
    lines = talk.last(OFFICE).splitlines()
    assert lines[0] == "<b>待办5件</b>"
    assert [line.split(" ")[2] for line in lines[1:6]] == ["办结待审", "申请延期", "困难待协调", "意见", "督查意见1号"]
    talk.say(WANG, "/inbox")
    _press_number(talk, WANG, 1)
    assert talk.press(WANG, "确认办结").callback_text == "已确认办结：15"
    assert next(task for task in talk.rows(Task) if task.code == "15").state is TaskState.done
    talk.say(OFFICE, "/inbox")
    assert talk.last(OFFICE).startswith("<b>待办4件</b>")


def test_two_staff_who_decide_at_once_are_told_who_was_first(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    for who in (OFFICE, WANG):
        talk.say(who, "/inbox")
        _press_number(talk, who, 1)
    (mine,) = (row for row in talk.shown(WANG) if row.key.endswith(f"queue{row.key.rpartition('queue')[2]}")
               and "queue" in row.key and "review:" in row.key)  # fmt: skip
    data = talk.buttons_of(mine)[1]["callback_data"]
    talk.press(OFFICE, "确认办结")
    late = talk.push(WANG, data, talk.message_of(mine))
    assert "确认办结" in late.callback_text
    assert late.callback_alert
    assert [row.state for row in talk.rows(Completion)] == [CompletionState.confirmed]


def test_an_obstacle_is_passed_on_from_the_queue_or_left(talk: Talk) -> None:
    talk.say(CHEN, "17进度受阻，等财政局明确经费")
    talk.say(OFFICE, "/inbox")
    _press_number(talk, OFFICE, 1)
    talk.press(OFFICE, "转有关单位")
    talk.say(OFFICE, "县财政局 9月9日 请明确经费来源")
    (item,) = talk.rows(TrackedItem)
    assert (item.due_on, item.text) == (date(2022, 9, 9), "请明确经费来源")
    talk.say(OFFICE, "/inbox")
    assert talk.last(OFFICE) == "没有待办事项。"
    talk.say(LIN, "41受阻，等省平台接口")
    talk.say(OFFICE, "/inbox")
    _press_number(talk, OFFICE, 1)
    talk.press(OFFICE, "不转办")
    talk.say(OFFICE, "/inbox")
    assert talk.last(OFFICE) == "没有待办事项。"


def test_feedback_is_counted_and_leaves_the_queue_when_answered_or_put_aside(talk: Talk) -> None:
    for words in ("提示太多", "表太长"):
        talk.say(CHEN, f"/feedback {words}")
    assert talk.last(CHEN) == "谢谢，意见已转县营商办。"
    talk.say(OFFICE, "/feedback")
    assert talk.last(OFFICE) == "共收到意见2条，本月2条。未答复的在 /inbox 里。"
    talk.say(OFFICE, "/inbox")
    _press_number(talk, OFFICE, 1)
    talk.press(OFFICE, "不用答复")
    talk.say(OFFICE, "/inbox")
    assert talk.last(OFFICE).startswith("<b>待办1件</b>")
    _press_number(talk, OFFICE, 1)
    talk.press(OFFICE, "回复")
    talk.say(OFFICE, "已改短")
    assert talk.texts(CHEN)[-1].startswith("县营商办回复：已改短")
    talk.say(OFFICE, "/inbox")
    assert talk.last(OFFICE) == "没有待办事项。"
    assert talk.say(CHEN, "/feedback").state is InboxState.refused


def test_a_notice_of_sensitive_content_waits_until_somebody_has_seen_it(talk: Talk) -> None:
    with talk.db.writing() as session:
        from storage import audit

        audit.record(session=session, at=talk.now, action="withheld", object="people", object_id=1, actor="陈红")
    talk.say(OFFICE, "/inbox")
    assert talk.last(OFFICE).splitlines()[1] == "1. 8月24日 疑似敏感内容，未保存，陈红"
    _press_number(talk, OFFICE, 1)
    assert talk.press(OFFICE, "已知悉").callback_text == "已记"
    assert talk.labels(talk.shown(OFFICE)[-1]) == []
    talk.say(OFFICE, "/inbox")
    assert talk.last(OFFICE) == "没有待办事项。"


def test_reports_without_substance_are_asked_about_in_one_question_per_unit(talk: Talk) -> None:
    talk.say(CHEN, "2积极推进，11正在推进，64清单已印发86项")
    talk.say(LIN, "41持续推进")
    talk.say(OFFICE, "/substance")
    assert talk.last(OFFICE).splitlines()[:4] == [
        "2家单位3条进展内容空泛，默认全部勾选（√）。按编号可取消勾选，未勾选的不再询问。",
        "<b>县市场监管局</b>",
        "√ 1. 2 “2积极推进”（没有数字、时间、文件或已完成的步骤）",
        "√ 2. 11 “11正在推进”（没有数字、时间、文件或已完成的步骤）",
    ]
    old = talk.shown(OFFICE)[-1]
    untick = next(each for each in talk.buttons_of(old) if each["text"] == "3")
    talk.push(OFFICE, untick["callback_data"], talk.message_of(old))
    assert "○ 3. 41" in talk.last(OFFICE)
    before = len(talk.texts(LIN))
    talk.press(OFFICE, "询问1家单位（2条）")
    assert talk.last(OFFICE) == "已询问1家单位，共2条。"
    assert talk.texts(CHEN)[-1].splitlines() == [
        "县市场监管局，您好。8月以下2项，请各补一句具体情况：数字、时间、文件或已完成的步骤；没有新进展的，请说明原因。",
        "2 持续深化“证照分离”改革：“2积极推进”",
        "11 落实公平竞争审查制度：“11正在推进”",
        "一句话即可，如：2本月印发通知1份",
    ]
    assert len(talk.texts(LIN)) == before  # not ticked, not asked
    talk.say(OFFICE, "/substance")
    assert talk.last(OFFICE) == "本月没有内容空泛的进展。"
    handled = talk.push(OFFICE, untick["callback_data"], talk.message_of(old))
    assert handled.state is InboxState.done or "最新" in handled.callback_text
    talk.say(CHEN, "2印发通知3份", reply_to=talk.message_of(talk.shown(CHEN)[-1]))
    assert talk.reports()["2"].words.startswith("2印发通知3份")
    actions = [event.action for event in talk.rows(AuditEvent) if event.action.startswith("substance")]
    assert sorted(actions) == ["substance.asked", "substance.asked", "substance.passed"]


def test_nothing_is_asked_outside_working_hours(talk: Talk) -> None:
    talk.say(CHEN, "2积极推进")
    talk.now = datetime(2022, 8, 24, 13, 0, tzinfo=UTC)  # 21:00 in Shanghai
    talk.say(OFFICE, "/substance")
    before = talk.count(OutboxRow)
    assert talk.press(OFFICE, "询问1家单位（1条）").state is InboxState.refused
    assert talk.count(OutboxRow) == before
    assert talk.count(Report) == 1
