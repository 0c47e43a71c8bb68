"""unit_signoff: what a liaison says counts once the unit's leader has approved it, by a press or the word 已审."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat.dispatch import Dispatcher
from bot.rules import Rules
from storage.models import Pending, Report
from tests import support
from tests.services.talk import CHEN, MARKET, OFFICE, ROUTES, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    made = Talk(tmp_path)
    made.office = support.office(rules=Rules(unit_signoff=True))
    made.dispatch = Dispatcher(made.office, ROUTES, lambda: made.now)
    return made


def test_a_reply_counts_when_the_liaison_confirms_that_it_has_been_approved(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%，64推进中")
    assert talk.count(Report) == 0
    assert any("17 推进中60%" in text and "按“已审”才记入" in text for text in talk.texts(CHEN))
    assert talk.rows(Pending)[0].codes == ["17", "64"]
    talk.restart()
    talk.wait(days=1)
    talk.press(CHEN, "已审，记入2项")
    found = talk.reports()
    assert sorted(found) == ["17", "64"]
    assert found["17"].at == talk.now  # it counts from the confirmation
    assert talk.rows(Pending)[0].settled_at is not None


def test_the_word_approved_is_enough_where_it_was_asked_last(talk: Talk) -> None:
    talk.nudge(CHEN, MARKET, ["17"])
    talk.say(CHEN, "17完成60%")
    talk.say(CHEN, "已审")
    assert sorted(talk.reports()) == ["17"]


def test_what_is_not_approved_is_not_recorded(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%")
    talk.press(CHEN, "不记")
    assert talk.count(Report) == 0


def test_what_the_office_records_has_been_approved(talk: Talk) -> None:
    talk.say(OFFICE, "县市场监管局：17完成60%")
    talk.press(OFFICE, "确认代录1项")
    assert sorted(talk.reports()) == ["17"]


def test_without_the_setting_a_reply_counts_at_once(tmp_path: Path) -> None:
    plain = Talk(tmp_path)
    plain.say(CHEN, "17完成60%")
    assert sorted(plain.reports()) == ["17"]
