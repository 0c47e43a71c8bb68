"""Reports on the built-in plan of 100 tasks: the receipts and questions that a unit with 20 tasks gets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot import plan
from bot.services import import_plan
from storage.kinds import Status
from storage.models import Completion
from tests import support
from tests.services.talk import CHEN, MARKET, Talk

DEMO = Path(import_plan.__file__).parents[1] / "sandbox" / "demo_plan.tsv"


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    talk = Talk(tmp_path, tasks=[])
    with talk.db.writing() as session:
        for row in session.exec(support.select(support.Plan)).all():
            row.closed_at = talk.now
        session.flush()
        draft = plan.read(DEMO.read_bytes(), DEMO.name, today=date(2022, 8, 1))
        import_plan.store(support.context(session, now=talk.now), draft, first_month=date(2022, 8, 1))
    return talk


def test_one_message_reports_the_month_of_a_unit_with_twenty_tasks(talk: Talk) -> None:
    talk.say(CHEN, "1办结，文号奉市监发〔2022〕8号；67有效注册商标8000件；17卡在公积金系统，预计2024年3月底；其余正常")
    lines = talk.texts(CHEN)[0].split("\n")
    assert lines[0] == "已记3项（10:42，31日前可改）"
    assert lines[1] == "1 报办结，待初审（奉市监发〔2022〕8号）"
    assert lines[2] == "67 推进中：有效注册商标8000/8200（98%）"
    assert lines[3] == "17 未完成：卡在公积金系统，预计2024年3月31日完成"
    assert lines[4].endswith("（已过时限）、4、10、58（月底到期），请各说一句能否完成。")
    assert len(lines) == 5
    asked = talk.last(CHEN)
    talk.press(CHEN, "确认11项")
    found = talk.reports()
    assert not {"3", "12", "13", "16", "4", "10", "58"} & set(found)
    assert found["2"].status is Status.in_progress
    assert len(found) == 3 + asked.count("\n")
    assert talk.count(Completion) == 1


def test_title_words_find_the_task(talk: Talk) -> None:
    talk.say(CHEN, "证照分离正常推进，一照多址已办结")
    assert set(talk.reports()) == {"2", "1"}


def test_a_supporting_unit_may_report_and_is_told_of_nothing_open(talk: Talk) -> None:
    talk.say(CHEN, "60完成30%")
    assert talk.reports()["60"].percent == 30
    assert MARKET not in talk.last(CHEN)
