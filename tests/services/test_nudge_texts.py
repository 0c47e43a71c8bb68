"""The words of a nudge, as its unit gets them over a round: by situation, short with 22 tasks, whole when copied."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from storage.models import OutboxRow
from tests.services.round import CHEN, MARKET, Town

DAYS = [date(2022, 8, 24), date(2022, 8, 29), date(2022, 8, 31), date(2022, 9, 1)]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    ends = {**dict.fromkeys(range(1, 3), date(2022, 7, 31)), **dict.fromkeys(range(3, 8), date(2022, 8, 31))}
    tasks = [
        {"code": f"{n}", "title": f"持续深化第{n}项改革工作", "lead": [MARKET], "deadline": ends.get(n, "ongoing")}
        for n in range(1, 23)
    ]
    found = Town(tmp_path, tasks)
    found.through(date(2022, 9, 1))
    return found


def nudge(town: Town, day: date) -> OutboxRow:
    (found,) = [row for row in town.nudges(CHEN) if row.day == day]
    return found


def test_each_situation_begins_in_its_own_words(town: Town) -> None:
    heads = [nudge(town, day).payload["text"].split("\n")[0] for day in DAYS]
    assert heads == [
        "【8月进展】县市场监管局，您好。牵头22项，已办结0项，本月报22项，请于31日（周三）前回复。",
        "【8月进展】县市场监管局，您好。本月还有22项未报，请于31日（周三）前回复。",
        "【8月进展】县市场监管局，您好。今天是本月报送最后一个工作日，还有22项未报，请今天回复。",
        "【8月进展】县市场监管局，您好。有22项未收到进展，请于9月7日（周三）前补报，按迟报计入8月。",
    ]


@pytest.mark.parametrize("day", DAYS, ids=["first", "second", "last", "missed"])
def test_with_22_tasks_it_is_one_short_message_in_which_every_task_is_named_once(town: Town, day: date) -> None:
    row = nudge(town, day)
    plain = re.sub(r"<[^>]+>", "", row.payload["text"])
    assert len(plain) <= 400
    named = re.sub(r"（[^）]*）", "", "\n".join(plain.split("\n")[1:-2]))
    codes = re.findall(r"(?:^|[、：])(\d{1,2})(?=[、\s]|$)", named, flags=re.MULTILINE)
    assert sorted(map(int, codes)) == list(range(1, 23))
    assert sorted(map(int, row.facts["codes"])) == list(range(1, 23))


@pytest.mark.parametrize("day", DAYS, ids=["first", "second", "last", "missed"])
def test_copied_as_plain_text_nothing_of_the_markup_is_left_and_the_tone_is_kept(town: Town, day: date) -> None:
    text = nudge(town, day).payload["text"]
    assert set(re.findall(r"<[^>]+>", text)) <= {"<b>", "</b>"}
    for line in text.split("\n"):
        assert line.count("<b>") == line.count("</b>")
    assert not re.search(r"[!！&]|催办|逾期|督办|[\U0001F300-\U0001FAFF]", text)


@pytest.mark.parametrize("day", DAYS, ids=["first", "second", "last", "missed"])
def test_under_it_is_one_row_of_buttons_for_the_whole(town: Town, day: date) -> None:
    row = nudge(town, day)
    assert town.labels(row) == ["其余正常", "下载本单位表", "等领导审"]
    assert len(row.payload["reply_markup"]["inline_keyboard"]) == 1


def test_one_task_alone_has_its_own_quick_answers_and_is_short(tmp_path: Path) -> None:
    alone = Town(tmp_path, [{"code": "40", "title": "清理违规涉企收费", "lead": [MARKET], "deadline": "ongoing"}])
    alone.through(date(2022, 8, 24))
    (row,) = alone.nudges(CHEN)
    assert alone.labels(row) == ["正常推进", "已完成", "有困难", "需延期", "下载本单位表", "等领导审"]
    assert len(row.payload["text"]) <= 150


def test_a_consulted_unit_gets_one_courteous_notice_a_round_with_nothing_to_press_but_the_sheet(tmp_path: Path) -> None:
    from storage.models import Unit

    town = Town(tmp_path, [{"code": "40", "title": "清理收费", "lead": [MARKET], "deadline": date(2022, 6, 30)}])
    with town.db.writing() as session:
        unit = session.get_one(Unit, town.unit_id(MARKET))
        unit.consult = True
        session.add(unit)
    before = len(town.nudges(CHEN))
    town.through(date(2022, 9, 20))
    (notice,) = town.nudges(CHEN)[before:]
    assert notice.day == date(2022, 8, 24)
    assert town.labels(notice) == ["下载本单位表"]
    assert "烦请于31日（周三）前告知进展" in notice.payload["text"]
    assert "已过时限" not in notice.payload["text"]
