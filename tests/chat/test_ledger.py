"""What the ledger tells in the chat: milestones, good practice, lights, a task's story, look-ups, targets."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from sqlmodel import select

from bot.chat.dispatch import Dispatcher
from bot.chat.routes import ROUTES
from bot.services import lights
from storage.kinds import InboxState, Role, Status
from storage.models import LightRecord, Milestone, OutboxRow, Practice, Report, Target, Task
from tests import support
from tests.services.talk import CHEN, FINANCE, LIN, MARKET, OFFICE, Talk

SUN = 4001


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    talk = Talk(tmp_path)
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    with talk.db.writing() as session:
        support.person(session, SUN, "孙督查", role=Role.supervision)
    return talk


def test_a_unit_adds_moves_and_reaches_a_milestone(talk: Talk) -> None:
    talk.say(CHEN, "/milestone 17 9月30日 印发方案")
    assert talk.last(CHEN).splitlines()[:2] == ["<b>17 完善企业退出机制的节点</b>", "1. 2022年9月30日 印发方案"]
    talk.say(OFFICE, "/milestone 17 改 1 10月31日")
    talk.say(CHEN, "/milestone 17 完成 1 8月23日")
    (step,) = talk.rows(Milestone)
    assert (step.due, step.done_on) == (date(2022, 10, 31), date(2022, 8, 23))
    assert talk.say(CHEN, "/milestone 17 完成 1").state is InboxState.refused
    assert talk.rows(Milestone)[0].done_on == date(2022, 8, 23)
    talk.say(CHEN, "/milestone 17 删 1")
    assert talk.count(Milestone) == 0


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (LIN, "/milestone 17 9月30日 印发方案"),  # another unit's task
        (CHEN, "/milestone 40 9月30日 印发方案"),  # only supports it
        (SUN, "/milestone 17 9月30日 印发方案"),  # reads, sets nothing
        (CHEN, "/milestone 17 2022-08-01 印发方案"),  # past
        (CHEN, "/milestone 17 13月40日 印发方案"),
        (CHEN, "/milestone 17 改 3 9月30日"),  # there is none
        (CHEN, "/milestone"),
    ],
)
def test_a_milestone_that_may_not_be_or_is_not_understood_is_refused(talk: Talk, who: int, words: str) -> None:
    assert talk.say(who, words).state is InboxState.refused
    assert talk.count(Milestone) == 0


def test_good_practice_is_marked_listed_exported_and_taken_out(talk: Talk) -> None:
    talk.say(CHEN, "64免罚清单已印发86项，减免罚款120万元")
    talk.say(CHEN, "/practice 64")
    assert talk.last(CHEN).startswith("已列为典型经验：64 推行包容审慎监管免罚清单，县市场监管局，8月：")
    assert talk.say(OFFICE, "/practice 64 可推广").state is InboxState.refused  # marked already
    talk.say(LIN, "/practice")
    assert talk.last(LIN).startswith("还没有典型经验")  # another unit's is not shown
    talk.say(OFFICE, "/practice 导出")
    (row,) = [each for each in talk.rows(OutboxRow) if each.method == "sendDocument"]
    from docx import Document

    words = "\n".join(part.text for part in Document(BytesIO(row.attachment or b"")).paragraphs)
    assert "县市场监管局：推行包容审慎监管免罚清单（64）" in words
    assert "64免罚清单已印发86项，减免罚款120万元" in words
    assert talk.say(CHEN, "/practice 导出").state is InboxState.refused
    talk.say(CHEN, "/practice 64 取消")
    assert [each.dropped_at is not None for each in talk.rows(Practice)] == [True]
    talk.say(OFFICE, "/practice")
    assert talk.last(OFFICE).startswith("还没有典型经验")


def _keep(talk: Talk) -> int:
    with talk.db.writing() as session:
        return lights.keep(support.context(session, now=talk.now, office=talk.office))


def test_lights_are_kept_when_a_round_is_frozen_and_never_written_again(talk: Talk) -> None:
    talk.say(CHEN, "64清单已印发86项")
    talk.say(CHEN, "17进度受阻，等财政局明确经费")
    assert _keep(talk) == 0  # the round is open
    talk.go_to(2022, 9, 9)
    assert _keep(talk) == 9
    assert _keep(talk) == 0
    with talk.db.writing() as session:
        for report in session.exec(select(Report)).all():
            report.late, report.status = True, Status.blocked
    talk.say(OFFICE, "/lights 64")
    assert "2022年8月 绿灯（按时报送）" in talk.last(OFFICE)
    assert "2022年9月" in talk.last(OFFICE)
    talk.say(OFFICE, "/lights 县市场监管局")
    lines = talk.last(OFFICE).splitlines()
    assert lines[:2] == ["<b>县市场监管局</b>", "2022年8月至2022年9月，每月一字："]
    assert "蓝－ 17 完善企业退出机制" in lines
    assert "绿－ 64 推行包容审慎监管免罚清单" in lines
    assert next(line for line in lines if " 58 " in line).startswith("红红")
    talk.say(LIN, "/lights 县市场监管局")
    assert "本单位" in talk.last(LIN)
    assert len(talk.rows(LightRecord)) == 9


def test_the_history_tells_reports_claims_decisions_and_observations_in_order(talk: Talk) -> None:
    talk.say(CHEN, "15窗口改造完成60%")
    talk.wait(minutes=5)
    talk.say(SUN, "/observe 15 窗口无人")
    talk.wait(minutes=5)
    talk.say(CHEN, "/answer 1 已增派1人")
    talk.wait(minutes=5)
    talk.say(SUN, "/settle 1 已核实")
    talk.wait(minutes=5)
    talk.say(CHEN, "15办结，文号奉市监发〔2022〕8号")
    talk.wait(minutes=5)
    talk.press(OFFICE, "确认办结")
    talk.say(CHEN, "/history 15")
    told = talk.last(CHEN).splitlines()
    assert [line.split(" ", 1)[1][:8] for line in told[2:]] == [
        "县市场监管局报8", "督查意见1号，交", "督查意见1号答复", "督查意见1号销号",
        "县市场监管局报8", "县市场监管局报办", "李科长办结销号", "李科长确认县市场",
    ]  # fmt: skip
    assert "后有更新" in told[2]
    assert told[5].endswith("督查意见1号销号：已核实")
    assert talk.say(LIN, "/history 15").state is InboxState.refused
    assert talk.say(SUN, "/history").state is InboxState.refused


def test_a_question_from_above_is_answered_from_the_ledger(talk: Talk) -> None:
    talk.say(CHEN, "17进度受阻，等公积金系统改造")
    before = {who: len(talk.texts(who)) for who in (CHEN, LIN)}
    talk.say(OFFICE, "/find 公积金")
    assert "进展1条" in talk.last(OFFICE)
    assert "17进度受阻，等公积金系统改造" in talk.last(OFFICE)
    talk.say(OFFICE, "/find 县财政局 采购")
    assert talk.last(OFFICE).splitlines()[:2] == [
        "<b>任务1项</b>",
        "41 政府采购电子化（县财政局，2022年12月）尚未报进展",
    ]
    talk.say(OFFICE, "/find 100%")
    assert talk.last(OFFICE) == "台账里没有查到：100%"
    assert {who: len(talk.texts(who)) for who in (CHEN, LIN)} == before  # no unit is asked


def test_targets_roll_up_planned_and_reported(talk: Talk) -> None:
    with talk.db.writing() as session:
        ids = {task.code: task.id or 0 for task in session.exec(select(Task)).all()}
        session.add(Target(task_id=ids["64"], name="免罚清单", value=100, unit="项"))
        session.add(Target(task_id=ids["15"], position=0, name="开办时间", value=0.5, unit="个工作日", comparison="<="))
    talk.say(CHEN, "64免罚清单86项")
    talk.say(OFFICE, "/targets")
    picture = talk.shown(OFFICE)[-1]
    assert (picture.method, picture.payload["draw"]["form"]) == ("sendPhoto", "targets")
    assert picture.payload["caption"].splitlines()[0] == "<b>优化营商环境三年行动计划：指标2项，达标0项，有数据1项</b>"
    talk.say(OFFICE, "/targets 64")
    assert talk.last(OFFICE).splitlines()[1] == "64 免罚清单≥100项：86项（2022年8月）■■■■■■■■□□"
    talk.say(OFFICE, "/targets 15")
    assert talk.last(OFFICE).splitlines()[1] == "15 开办时间≤0.5个工作日：尚无数据"
    talk.say(OFFICE, "/targets 县市场监管局")
    assert "64 免罚清单≥100项：86项" in talk.shown(OFFICE)[-1].payload["caption"]
    assert talk.say(OFFICE, "/targets 没有的领域").state is InboxState.refused
    assert talk.say(OFFICE, "/targets 2022-13").state is InboxState.refused
    assert talk.say(CHEN, "/targets").state is InboxState.refused


def test_the_history_tells_changes_in_words_also_of_what_was_taken_out(talk: Talk) -> None:
    talk.say(OFFICE, "/milestone 17 9月底 印发方案")
    talk.say(CHEN, "/milestone 17 改 1 10月15日")
    talk.say(OFFICE, "/milestone 17 完成 1")
    talk.say(OFFICE, "/milestone 17 删 1")
    talk.say(OFFICE, "/change 17 时限 2023年3月")
    talk.say(OFFICE, "/change 17 标题 健全企业退出机制")
    talk.say(OFFICE, "/change 17 取消 并入15")
    talk.say(OFFICE, "/history 17")
    told = [line.split(" ", 1)[1] for line in talk.last(OFFICE).splitlines()[2:]]
    assert told == [
        "李科长新增节点“印发方案”（2022年9月30日）",
        "陈红调整节点“印发方案”：2022年9月30日 → 2022年10月15日",
        "李科长记录节点“印发方案”已于2022年8月24日完成",
        "李科长删除节点“印发方案”（2022年10月15日）",
        "李科长调整完成时限：2022年12月 → 2023年3月",
        "李科长调整标题：完善企业退出机制 → 健全企业退出机制",
        "李科长取消任务：并入15",
    ]


def test_a_number_stands_until_another_is_told_of_the_same_target(talk: Talk) -> None:
    with talk.db.writing() as session:
        task = next(task for task in session.exec(select(Task)) if task.code == "64")
        session.add(Target(task_id=task.id or 0, name="免罚清单", value=100, unit="项"))

    def told() -> str:
        talk.say(OFFICE, "/targets 64")
        return talk.last(OFFICE).splitlines()[1]

    talk.say(CHEN, "64免罚清单86项")
    talk.wait(minutes=5)
    talk.say(CHEN, "64正常推进，已召开部署会")
    assert "86项" in told()  # the later report of the month says no number, and takes none back
    talk.wait(minutes=5)
    talk.say(CHEN, "64免罚清单92项")
    assert "92项" in told()


def test_a_number_that_was_edited_out_of_its_message_is_not_told_any_more(talk: Talk) -> None:
    with talk.db.writing() as session:
        task = next(task for task in session.exec(select(Task)) if task.code == "64")
        session.add(Target(task_id=task.id or 0, name="免罚清单", value=100, unit="项"))
    talk.say(CHEN, "64免罚清单860项")
    talk.edit(CHEN, talk.said, "64正在起草免罚清单")
    talk.say(OFFICE, "/targets 64")
    assert "尚无数据" in talk.last(OFFICE)


ECONOMY, SERVICES, SPIRIT = "一、打造三项最优经济环境", "二、打造最优政务环境", "三、打造最优人文环境"
SECTIONED = [
    {"code": "5", "title": "压减时间", "lead": [MARKET], "deadline": date(2022, 12, 31), "section": ECONOMY},
    {"code": "6", "title": "网上办理", "lead": [FINANCE], "deadline": date(2022, 12, 31), "section": SERVICES},
    {"code": "7", "title": "志愿服务", "lead": [FINANCE], "deadline": date(2022, 12, 31), "section": SPIRIT},
]


def _with_sections(tmp_path: Path) -> Talk:
    talk = Talk(tmp_path, SECTIONED)
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    with talk.db.writing() as session:
        task = session.exec(select(Task).where(Task.code == "6")).one()
        session.add(Target(task_id=task.id or 0, name="网办率", value=90, unit="%"))
    return talk


@pytest.mark.parametrize("words", ["2", "二", "第二部分", "section 2", "政务"])
def test_targets_and_lights_of_a_section_are_asked_for_by_its_place_or_a_word_of_it(tmp_path: Path, words: str) -> None:
    talk = _with_sections(tmp_path)
    talk.say(OFFICE, f"/targets {words}")
    assert "6 网办率≥90%" in talk.shown(OFFICE)[-1].payload["caption"]
    talk.say(OFFICE, f"/lights {words}")
    assert f"<b>{SERVICES}</b>" in talk.last(OFFICE)
    assert "6 网上办理" in talk.last(OFFICE)
    assert "5 压减时间" not in talk.last(OFFICE)


@pytest.mark.parametrize("command", ["/targets", "/lights"])
def test_a_number_that_is_no_section_s_place_is_a_task_that_there_is_not(tmp_path: Path, command: str) -> None:
    talk = _with_sections(tmp_path)
    for words in ("4", "99", "#2"):
        assert talk.say(OFFICE, f"{command} {words}").state is InboxState.refused
        assert talk.last(OFFICE) == f"没有{words.removeprefix('#')}号任务"


def test_a_section_s_place_is_not_a_word_of_another_s_name(tmp_path: Path) -> None:
    talk = _with_sections(tmp_path)
    talk.say(OFFICE, "/lights 三")
    assert f"<b>{SPIRIT}</b>" in talk.last(OFFICE)
