"""A month's papers through the real table of routes: frozen, verified, checked, approved, final; nothing published."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlmodel import select

from bot.chat.dispatch import Dispatcher
from bot.chat.routes import ROUTES
from bot.reports.packing import unpack
from bot.reports.render import render
from storage.kinds import InboxState, PaperStage, Role
from storage.models import AuditEvent, FrozenMonth, Paper, PaperStep, Plan
from tests import support
from tests.services.talk import CHEN, LIN, OFFICE, Talk

WANG = 2003


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    talk = Talk(tmp_path)
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    with talk.db.writing() as session:
        support.person(session, WANG, "王科员", role=Role.office)
    talk.say(CHEN, "17完成60%，等公积金系统")
    talk.go_to(2022, 9, 9)  # August's late reports have counted until the 7th
    return talk


def _papers(talk: Talk) -> dict[str, PaperStage]:
    return {paper.kind.value: paper.stage for paper in talk.rows(Paper)}


def _drawn(talk: Talk, who: int) -> tuple[str, list[str]]:
    """Return the caption of the newest paper that the person got, and its paragraphs, made as the bot makes them."""
    row = next(row for row in reversed(talk.shown(who)) if row.method == "sendDocument")
    wanted: dict[str, Any] = row.payload["draw"]
    name, _, data = render(wanted["form"], row.attachment or b"", wanted["language"])
    assert name.endswith(".docx")
    return row.payload["caption"], [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def test_a_month_that_is_still_open_has_no_papers(talk: Talk) -> None:
    handled = talk.say(OFFICE, "/paper 2022-09")
    assert handled.state is InboxState.refused
    assert "迟报计到" in talk.last(OFFICE)
    assert talk.rows(FrozenMonth) == []
    assert talk.say(OFFICE, "/paper 2022-13").state is InboxState.refused
    assert talk.say(OFFICE, "/paper 2022-05").state is InboxState.refused


def test_the_figures_are_frozen_once_and_later_reports_stand_in_a_supplement(talk: Talk) -> None:
    talk.say(OFFICE, "/paper")
    assert talk.last(OFFICE).startswith("【2022年8月文稿】")
    talk.say(LIN, "8月：40已完成自查")
    talk.go_to(2022, 9, 13)
    talk.say(OFFICE, "/paper 8月")
    assert "数据截至9月9日10:42冻结" in talk.last(OFFICE)
    (frozen,) = talk.rows(FrozenMonth)
    assert frozen.figures["numbers"]["total"] == 9
    talk.press(OFFICE, "下载通报")
    _, lines = _drawn(talk, OFFICE)
    row = next(row for row in reversed(talk.shown(OFFICE)) if row.method == "sendDocument")
    summary, about = unpack(row.attachment or b"")
    assert about is not None
    n = summary.numbers
    assert n.done + n.proceeding + n.behind + n.overdue == n.total == 9
    assert any(f"台账共{n.total}条" in line and f"到期未办结{n.overdue}条" in line for line in lines)
    assert any("县财政局补报第40项" in line for line in lines)
    assert any("不改变上述数据" in line for line in lines)


def test_a_paper_goes_through_every_stage_with_who_and_when(talk: Talk) -> None:
    talk.say(OFFICE, "/paper")
    assert talk.press(OFFICE, "通报核稿通过").state is InboxState.refused  # nobody has verified yet
    talk.press(OFFICE, "送单位核实")
    assert talk.texts(LIN)[-1].startswith("【请核实】")
    assert talk.press(OFFICE, "通报核稿通过").callback_text.startswith("单位核实到")
    talk.press(LIN, "属实")
    talk.go_to(2022, 9, 16)
    assert talk.press(OFFICE, "通报核稿通过").callback_text == "通报：已核稿"
    assert talk.press(OFFICE, "通报审定…").callback_text == "请写文号和签发人"
    assert talk.say(OFFICE, "奉营商办〔2022〕9号").state is InboxState.refused  # by whom?
    assert _papers(talk)["bulletin"] is PaperStage.checked
    assert talk.say(WANG, "/paper 通报 2022-08 审定 奉营商办〔2022〕9号").state is InboxState.refused
    talk.say(WANG, "/paper 通报 2022-08 审定 奉营商办〔2022〕9号 张主任")
    assert talk.last(WANG) == "通报：已审定"
    talk.say(WANG, "/paper 通报 8月 定稿")
    assert _papers(talk) == {"bulletin": PaperStage.final, "brief": PaperStage.draft}
    taken = [(step.stage.value, step.note) for step in talk.rows(PaperStep) if step.paper_id == 1]
    assert taken == [
        ("draft", ""),
        ("checked", ""),
        ("approved", "奉营商办〔2022〕9号 张主任"),
        ("final", ""),
    ]
    talk.say(OFFICE, "/paper 8月")
    assert "已核稿（李科长，9月16日10:42）" in talk.last(OFFICE)
    assert "已审定（路人，9月16日10:42，奉营商办〔2022〕9号 张主任）" in talk.last(OFFICE)
    talk.press(OFFICE, "下载通报")
    _, lines = _drawn(talk, OFFICE)
    assert "奉营商办〔2022〕9号" in lines
    assert not any("草稿" in line or "内部：" in line for line in lines)
    assert talk.say(WANG, "/paper 通报 8月 退回 数据有误").state is InboxState.refused  # final stays
    assert len([event for event in talk.rows(AuditEvent) if event.action == "paper.stage"]) == 3


def test_the_answers_of_the_units_are_attached_to_the_draft(talk: Talk) -> None:
    talk.say(OFFICE, "/paper")
    talk.press(OFFICE, "送单位核实")
    talk.press(LIN, "有出入")
    talk.press(OFFICE, "下载通报")
    caption, lines = _drawn(talk, OFFICE)
    assert caption.startswith("2022年8月通报：草稿")
    assert any(line.startswith("县财政局：") and line.endswith("——有出入，已反馈") for line in lines)
    assert any(line.startswith("县市场监管局：") and line.endswith("——未答复") for line in lines)


def test_a_unit_s_own_words_are_attached_and_are_no_report(talk: Talk) -> None:
    talk.say(OFFICE, "/paper")
    talk.press(OFFICE, "送单位核实")
    letter = talk.shown(LIN)[-1]
    talk.say(LIN, "40已于8月28日发文，<文号>漏登", reply_to=talk.message_of(letter))
    assert talk.reports().get("40") is None
    assert "40已于8月28日发文，&lt;文号&gt;漏登" in "".join(talk.texts(OFFICE))
    talk.press(OFFICE, "下载通报")
    _, lines = _drawn(talk, OFFICE)
    assert any(line.endswith("——有出入：40已于8月28日发文，<文号>漏登") for line in lines)
    talk.say(LIN, "40已完成自查")  # what is no reply is a report, as always
    assert "40" in talk.reports()


def test_a_paper_sent_back_is_a_draft_again_with_the_reason(talk: Talk) -> None:
    talk.say(OFFICE, "/paper 专报 核稿")
    assert talk.say(OFFICE, "/paper 专报 退回").state is InboxState.refused
    talk.say(OFFICE, "/paper 专报 退回 结论待斟酌")
    assert _papers(talk)["brief"] is PaperStage.draft
    talk.say(OFFICE, "/paper")
    assert "结论待斟酌" in talk.last(OFFICE)


def test_the_second_of_two_staff_is_told_how_it_stands(talk: Talk) -> None:
    talk.say(OFFICE, "/paper")
    talk.say(WANG, "/paper")
    talk.press(OFFICE, "专报核稿通过")
    handled = talk.press(WANG, "专报核稿通过")
    assert handled.callback_alert
    assert "专报审定…" in talk.labels(talk.shown(WANG)[-1])  # and the card shows how it stands now
    assert "已核稿（李科长" in handled.callback_text
    assert len([step for step in talk.rows(PaperStep) if step.stage is PaperStage.checked]) == 1


def test_a_liaison_has_no_papers(talk: Talk) -> None:
    talk.say(OFFICE, "/paper")
    (card,) = [row for row in talk.shown(OFFICE) if "文稿" in str(row.payload.get("text"))][-1:]
    assert talk.say(CHEN, "/paper").state is InboxState.refused
    pressed = talk.buttons_of(card)[0]["callback_data"]
    assert talk.push(CHEN, pressed, talk.message_of(card)).state is InboxState.refused
    assert not [row for row in talk.shown(CHEN) if row.method == "sendDocument"]


def test_a_press_asks_for_number_and_name_and_the_next_text_approves(talk: Talk) -> None:
    talk.say(OFFICE, "/paper")
    talk.press(OFFICE, "专报核稿通过")
    talk.press(OFFICE, "专报审定…")
    talk.say(OFFICE, "奉营商办〔2022〕9号 张主任")
    assert talk.last(OFFICE) == "专报：已审定"
    assert _papers(talk)["brief"] is PaperStage.approved
    assert [(paper.number, paper.approver) for paper in talk.rows(Paper) if paper.kind.value == "brief"] == [
        ("奉营商办〔2022〕9号", "张主任")
    ]


def test_no_unit_is_named_for_a_month_before_the_plan_was_there(talk: Talk) -> None:
    with talk.db.writing() as session:
        plan = session.exec(select(Plan)).one()
        plan.first_month, plan.imported_at = date(2022, 7, 1), datetime(2022, 8, 1, 2, tzinfo=UTC)
        session.add(plan)
    assert talk.say(OFFICE, "/paper 7月").state is InboxState.refused
    assert talk.last(OFFICE) == "2022年7月未作调度（方案导入较晚），不出文稿"
    assert talk.rows(FrozenMonth) == []
