"""Numbers that surprise are asked about once and kept either way."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from storage.models import Question, Target, Task
from tests.services.talk import CHEN, MARKET, Talk

TASKS: list[dict[str, Any]] = [
    {"code": "67", "title": "加强知识产权保护", "lead": [MARKET], "deadline": date(2022, 12, 31)},
    {"code": "14", "title": "压减开办企业时间", "lead": [MARKET], "deadline": date(2022, 12, 31)},
]


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    made = Talk(tmp_path, TASKS)
    with made.db.writing() as session:
        keys = {task.code: task.id for task in session.exec(select(Task))}
        session.add(Target(task_id=keys["67"], name="有效发明专利", value=300, unit="件"))
        session.add(Target(task_id=keys["14"], name="开办企业时间", value=0.5, unit="个工作日", comparison="<="))
    return made


def asked(talk: Talk) -> list[str]:
    return [text for text in talk.texts(CHEN) if "请核对一下" in text]


def test_a_receipt_shows_the_number_beside_its_target(talk: Talk) -> None:
    talk.say(CHEN, "67有效发明专利268件")
    assert "67 推进中：有效发明专利268/300（89%）" in talk.last(CHEN)
    assert asked(talk) == []


def test_a_number_of_something_else_in_the_same_unit_is_not_the_target_s(talk: Talk) -> None:
    talk.say(CHEN, "67完成268件假冒案件查办")
    assert "假冒案件" in talk.last(CHEN)
    assert "/300" not in talk.last(CHEN)
    assert talk.reports()["67"].measures[0]["name"] == "假冒案件查办"


def test_a_number_with_no_words_of_its_own_is_the_only_target_s_of_its_unit(talk: Talk) -> None:
    talk.say(CHEN, "67推进顺利，累计268件")
    assert "268/300（89%）" in talk.last(CHEN)


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ("67有效发明专利250件", "67 有效发明专利250件，比上次的268件少。"),
        ("67有效发明专利2700件", "67 有效发明专利2700件，是上次268件的十倍以上。"),
        ("67有效发明专利269件，完成100%", "67 有效发明专利269件，指标300件，完成100%，两个数对不上。"),
    ],
)
def test_a_number_that_falls_jumps_or_contradicts_the_percent_is_queried_and_kept(
    talk: Talk, second: str, words: str
) -> None:
    talk.say(CHEN, "67有效发明专利268件")
    talk.go_to(2022, 9, 22)
    talk.say(CHEN, second)
    assert asked(talk) == [f"已照记，请核对一下：\n{words}"]
    kept = talk.reports()["67"].measures[0]["value"]
    talk.press(CHEN, "数字没错")
    assert talk.reports()["67"].measures[0]["value"] == kept
    assert talk.last(CHEN) == "按所报的数保留。"


def test_a_queried_number_can_be_corrected_and_is_not_queried_again_when_it_stands(talk: Talk) -> None:
    talk.say(CHEN, "67有效发明专利268件")
    talk.go_to(2022, 9, 22)
    talk.say(CHEN, "67有效发明专利28件")
    talk.press(CHEN, "更正67")
    talk.say(CHEN, "有效发明专利280件，推进中")
    assert talk.reports()["67"].measures[0]["value"] == 280
    talk.say(CHEN, "67有效发明专利281件")
    assert [row.kind for row in talk.rows(Question)].count("value") == 1


def test_a_target_that_is_to_be_kept_below_may_fall(talk: Talk) -> None:
    talk.say(CHEN, "14开办企业时间0.8个工作日")
    talk.go_to(2022, 9, 22)
    talk.say(CHEN, "14开办企业时间0.5个工作日")
    assert asked(talk) == []
