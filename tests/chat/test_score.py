"""The score worksheet in the chat: off by default; a draft that units see and object to, and a person signs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.dispatch import Dispatcher
from bot.chat.routes import ROUTES
from bot.rules.score import ScoreTable
from storage.kinds import InboxState
from storage.models import AuditEvent, OutboxRow
from tests.services.talk import CHEN, LIN, OFFICE, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    talk = Talk(tmp_path)
    talk.office = replace(talk.office, score=ScoreTable(enabled=True))
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    return talk


def test_it_is_off_by_default(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    assert talk.say(OFFICE, "/score").state is InboxState.refused
    assert talk.last(OFFICE) == "考核工作表没有启用（配置项 [score] enabled）"


def test_a_unit_sees_its_own_draft_line_by_line_and_objects(talk: Talk) -> None:
    talk.say(CHEN, "/score")
    assert talk.last(CHEN).splitlines() == [
        "<b>县市场监管局2022年考核工作表（草稿）：-5分</b>",
        "已过完成时限1项，-5分",
        "2022年6月30日 58 已过完成时限 -5",
        "以上为台账事实和建议分值，是否计分由人员审定签认。",
        "有出入请发：/score 异议 具体情况",
    ]
    talk.say(CHEN, "/score 县财政局")
    assert "县财政局" not in talk.last(CHEN)
    talk.say(CHEN, "/score 异议 58已于6月办结")
    talk.say(OFFICE, "/inbox")
    assert "考核异议" in talk.last(OFFICE)


def test_the_office_signs_and_exports_and_a_unit_cannot(talk: Talk) -> None:
    assert talk.say(LIN, "/score 县财政局 签认").state is InboxState.refused
    assert talk.say(LIN, "/score 导出").state is InboxState.refused
    talk.say(OFFICE, "/score 县市场监管局 签认")
    signed = [event for event in talk.rows(AuditEvent) if event.action == "score.signed"]
    assert [event.after for event in signed] == [{"year": 2022, "points": -5.0, "lines": 1}]
    talk.say(CHEN, "/score")
    assert "李科长于8月24日10:42签认：-5分" in talk.last(CHEN)
    talk.say(OFFICE, "/score 导出")
    (row,) = [each for each in talk.rows(OutboxRow) if each.method == "sendDocument"]
    lines = (row.attachment or b"").decode("utf-8-sig").splitlines()
    assert lines[1].startswith("县市场监管局,")
    assert lines[1].endswith(",58,2022-06-30,-5.0")
