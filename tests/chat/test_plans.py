"""/plan, /unit, /task and the office's documents through the table of routes: who may, what is shown, old buttons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.chat.dispatch import Dispatcher
from bot.chat.routes import ROUTES
from storage.kinds import DownloadPurpose, DownloadState, InboxState, Role
from storage.models import Alias, Download, Membership, Plan, Task, Unit
from tests import support
from tests.services.talk import CHEN, MARKET, OFFICE, Talk

SUPERVISION, BOTH = 3001, 3002


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    found = Talk(tmp_path)
    found.dispatch = Dispatcher(found.office, ROUTES, lambda: found.now)
    with found.db.writing() as session:
        support.person(session, SUPERVISION, "督查员", role=Role.supervision)
        both = support.person(session, BOTH, "兼职", units=[MARKET])
        session.add(Membership(person_id=both.person.id or 0, role=Role.office, since=support.NOW))
    return found


def send_file(talk: Talk, who: int, name: str, size: int = 100, **more: Any) -> Any:
    document = {"file_id": f"F{name}", "file_unique_id": f"U{name}", "file_name": name, "file_size": size}
    return talk.say(who, document=document, **more)


def unit(talk: Talk, name: str) -> Unit:
    with talk.db.reading() as session:
        return session.exec(select(Unit).where(Unit.name == name)).one()


def labels(talk: Talk, who: int) -> list[str]:
    return talk.labels(talk.shown(who)[-1])


def test_a_document_of_the_office_is_asked_for_once_and_receipted(talk: Talk) -> None:
    send_file(talk, OFFICE, "方案.docx")
    assert "已收到方案.docx" in talk.last(OFFICE)
    rows = talk.rows(Download)
    assert [(row.purpose, row.state, row.name) for row in rows] == [
        (DownloadPurpose.plan, DownloadState.wanted, "方案.docx")
    ]


@pytest.mark.parametrize(("name", "size"), [("照片.jpg", 10), ("方案.exe", 10), ("方案.docx", 30 * 1024 * 1024)])
def test_what_is_no_plan_or_too_big_is_not_fetched(talk: Talk, name: str, size: int) -> None:
    send_file(talk, OFFICE, name, size)
    assert talk.rows(Download) == []
    assert talk.last(OFFICE)


def test_a_liaisons_document_is_never_a_plan(talk: Talk) -> None:
    send_file(talk, CHEN, "方案.docx", caption="方案")
    assert [row for row in talk.rows(Download) if row.purpose is DownloadPurpose.plan] == []


def test_of_somebody_in_the_office_and_in_a_unit_a_document_is_a_plan_only_when_its_caption_says_so(talk: Talk) -> None:
    send_file(talk, BOTH, "进展.docx", caption="15 完成60%")
    assert [row for row in talk.rows(Download) if row.purpose is DownloadPurpose.plan] == []
    send_file(talk, BOTH, "新方案.docx", caption="请导入方案")
    assert [row.name for row in talk.rows(Download) if row.purpose is DownloadPurpose.plan] == ["新方案.docx"]


def test_only_the_office_presses_the_buttons_of_a_plan(talk: Talk) -> None:
    for who in (CHEN, SUPERVISION):
        handled = talk.push(who, f"plan_close:{talk.plan_id}:yes", 1)
        assert handled.state is InboxState.refused
    assert talk.rows(Plan)[0].closed_at is None


def test_supervision_reads_a_card_without_buttons_and_a_liaison_does_not(talk: Talk) -> None:
    talk.say(SUPERVISION, "/task 15")
    assert "15 持续提升开办企业便利度" in talk.last(SUPERVISION)
    assert labels(talk, SUPERVISION) == []
    assert talk.say(CHEN, "/unit 县财政局").state is InboxState.refused


def test_a_plan_is_closed_after_a_second_press_and_opened_again(talk: Talk) -> None:
    talk.say(OFFICE, "/plan")
    talk.press(OFFICE, "关闭方案……")
    assert talk.rows(Plan)[0].closed_at is None
    talk.press(OFFICE, "不关闭")
    assert talk.rows(Plan)[0].closed_at is None
    talk.press(OFFICE, "关闭方案……")
    talk.press(OFFICE, "关闭")
    assert talk.rows(Plan)[0].closed_at is not None
    talk.press(OFFICE, "重新打开")
    assert talk.rows(Plan)[0].closed_at is None


def test_the_reporting_unit_is_chosen_by_a_button(talk: Talk) -> None:
    talk.say(OFFICE, "/task 15")
    talk.press(OFFICE, "报送单位")
    talk.press(OFFICE, "县税务局")
    assert "每月报进展：县税务局" in talk.last(OFFICE)
    talk.press(OFFICE, "报送单位")
    talk.press(OFFICE, "第一牵头单位")
    assert f"每月报进展：{MARKET}" in talk.last(OFFICE)


def test_an_answer_that_is_not_understood_leaves_the_question_open_and_cancel_drops_it(talk: Talk) -> None:
    talk.say(OFFICE, "/task 15")
    talk.press(OFFICE, "加节点")
    talk.say(OFFICE, "尽快")
    assert "请先写日期" in talk.last(OFFICE)
    talk.say(OFFICE, "9月底 印发方案")
    assert "节点1：2022年9月30日 印发方案" in talk.last(OFFICE)
    talk.press(OFFICE, "加指标")
    talk.press(OFFICE, "取消")
    talk.say(OFFICE, "有效发明专利≥300件")
    assert "指标1" not in talk.last(OFFICE)


def test_a_question_is_not_answered_by_a_command_a_reply_or_much_later(talk: Talk) -> None:
    talk.say(OFFICE, "/unit 县财政局")
    talk.press(OFFICE, "改名")
    talk.say(OFFICE, "/help")
    talk.say(OFFICE, "收到", reply_to=1)
    talk.wait(hours=2)
    talk.say(OFFICE, "县财政金融局")
    assert unit(talk, "县财政局").name == "县财政局"


def test_two_units_are_made_one_only_after_it_was_asked(talk: Talk) -> None:
    talk.say(OFFICE, "/unit 县财政局")
    talk.press(OFFICE, "别名或合并")
    talk.say(OFFICE, "县税务局")
    assert "是同一单位吗" in talk.texts(OFFICE)[-1]
    assert unit(talk, "县税务局").successor_id is None
    talk.press(OFFICE, "同一单位，用县财政局")
    assert unit(talk, "县税务局").successor_id == unit(talk, "县财政局").id


def test_a_successor_needs_a_paper_and_a_unit_that_is_there_or_is_said_to_be_new(talk: Talk) -> None:
    talk.say(OFFICE, "/unit 县财政局")
    talk.press(OFFICE, "承接单位")
    talk.say(OFFICE, "县财政金融局，奉委发〔2024〕5号")
    assert "没有" in talk.last(OFFICE)
    talk.say(OFFICE, "新建 县财政金融局")
    assert "文号" in talk.last(OFFICE)
    talk.say(OFFICE, "新建 县财政金融局，奉委发〔2024〕5号")
    assert "承接县财政局，依据奉委发〔2024〕5号" in talk.last(OFFICE)
    assert unit(talk, "县财政局").successor_id == unit(talk, "县财政金融局").id


def test_an_old_button_says_so(talk: Talk) -> None:
    for data in ("plan_accept:99", "plan_do:1:2", "plan_do:x:y:z", "unit_card:999", "task_card:999", "task_ask:1:none"):
        handled = talk.push(OFFICE, data, 1)
        assert handled.state is InboxState.refused, data
        assert handled.callback_text, data
    assert talk.rows(Alias) == []
    assert len(talk.rows(Task)) == 9
