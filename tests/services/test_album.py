"""Albums: several files of one message group are one report and one answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from storage.models import Download, Report
from tests.services.talk import CHEN, Talk


def photo(number: int, **more: Any) -> dict[str, Any]:
    sizes = [{"file_id": f"p{number}", "file_unique_id": f"pu{number}", "width": 9, "height": 9, "file_size": 900}]
    return {"photo": sizes, "media_group_id": "g1"} | more


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def test_an_album_with_a_caption_is_one_report_with_all_its_files(talk: Talk) -> None:
    talk.say(CHEN, **photo(1, caption="64完成60%"))
    talk.say(CHEN, **photo(2))
    talk.say(CHEN, **photo(3))
    assert talk.count(Report) == 1
    reading = talk.reports()["64"].reading
    assert [reading["file"]["id"], *(file["id"] for file in reading["files"])] == ["p1", "p2", "p3"]
    assert len(talk.texts(CHEN)) == 1
    wanted = talk.rows(Download)
    assert [row.unique_id for row in wanted] == ["pu1", "pu2", "pu3"]
    assert all(row.payload["reports"] == [talk.reports()["64"].id] for row in wanted)


def test_an_album_in_answer_to_a_receipt_is_kept_whole_and_answered_once(talk: Talk) -> None:
    talk.say(CHEN, "64完成60%")
    receipt = talk.message_of(talk.shown(CHEN)[-1])
    for number in (1, 2, 3):
        talk.say(CHEN, reply_to=receipt, **photo(number))
    assert [file["id"] for file in talk.reports()["64"].reading["files"]] == ["p1", "p2", "p3"]
    assert len([text for text in talk.texts(CHEN) if text.startswith("已附到64")]) == 1


def test_an_album_without_words_is_asked_about_once(talk: Talk) -> None:
    for number in (1, 2, 3):
        talk.say(CHEN, **photo(number))
    assert len(talk.texts(CHEN)) == 1
    assert talk.count(Report) == 0
    assert talk.count(Download) == 0
