"""Several people of a unit on one task: the last word counts, both are kept, both receipts say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.models import Report
from tests.services.talk import CHEN, MA, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def receipts(talk: Talk, who: int) -> list[str]:
    return [text for text in talk.texts(who) if "17" in text]


def test_the_last_one_wins_per_task_both_are_kept_and_both_receipts_say_so(talk: Talk) -> None:
    talk.say(CHEN, "17完成50%，64完成20%")
    talk.wait(minutes=8)
    talk.say(MA, "17完成60%")
    assert talk.reports()["17"].percent == 60
    assert talk.reports()["64"].percent == 20
    assert sorted(row.percent for row in talk.rows(Report)) == [20, 50, 60]
    (mine,) = receipts(talk, CHEN)  # edited in place: there is still one message
    assert "64 推进中20%" in mine
    assert "17：马莉 10:50报了新的，以新的为准，您报的留存。" in mine
    (theirs,) = receipts(talk, MA)
    assert "17：陈红 10:42报过，以这次为准，原来的留存。" in theirs


def test_taking_back_the_newer_one_restores_the_colleagues_receipt(talk: Talk) -> None:
    talk.say(CHEN, "17完成50%")
    talk.wait(minutes=8)
    talk.say(MA, "17完成60%")
    talk.press(MA, "撤回")
    assert talk.reports()["17"].percent == 50
    (mine,) = receipts(talk, CHEN)
    assert "17 推进中50%" in mine
    assert "报了新的" not in mine


def test_ones_own_newer_report_changes_no_earlier_receipt(talk: Talk) -> None:
    talk.say(CHEN, "17完成50%")
    talk.wait(minutes=8)
    talk.say(CHEN, "17完成60%")
    first, second = receipts(talk, CHEN)
    assert "17 推进中50%" in first
    assert "报了新的" not in first
    assert "报过" not in second
