"""Every kind of update ends with a state and a reason, and where somebody waits, with an answer that helps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from storage.kinds import InboxState
from storage.models import AuditEvent, Completion, InboxRow, Report
from tests.services.talk import CHEN, LIN, OFFICE, Talk

DATE = 1661308920
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def ended(talk: Talk) -> tuple[InboxState, str]:
    row = talk.rows(InboxRow)[-1]
    return row.state, row.reason


def sticker() -> dict[str, Any]:
    thing = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
    return {"sticker": thing | {"is_animated": False, "is_video": False}}


VOICE = {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}
PLACE = {"location": {"longitude": 109.4, "latitude": 31.0}}
PHOTO = {"photo": [{"file_id": "p", "file_unique_id": "pu", "width": 9, "height": 9, "file_size": 10}]}
DOCUMENT = {"document": {"file_id": "d", "file_unique_id": "du", "file_name": "通知.pdf", "file_size": 2048}}
FORWARD = {"forward_origin": {"type": "hidden_user", "date": DATE, "sender_user_name": "某人"}}


@pytest.mark.parametrize(
    ("more", "state", "answer"),
    [
        (sticker(), InboxState.done, "已签收"),
        (VOICE, InboxState.refused, "语音暂时读不了"),
        (PLACE, InboxState.refused, "这类消息暂时读不了"),
        (PHOTO, InboxState.refused, "只有文件，没有记"),
        (DOCUMENT, InboxState.done, "已收到通知.pdf"),
        ({"text": "17完成60%"} | FORWARD, InboxState.refused, "转发的消息没有记"),
        ({"text": "/nosuch 17完成60%"}, InboxState.refused, "没有 /nosuch 这个命令"),
        ({"text": "甲" * 4097}, InboxState.refused, "文字太长"),
    ],
)
def test_what_cannot_be_read_gets_an_answer_that_helps_and_stores_nothing(
    talk: Talk, more: dict[str, Any], state: InboxState, answer: str
) -> None:
    talk.say(CHEN, **more)
    assert ended(talk)[0] is state
    assert ended(talk)[1]
    assert talk.last(CHEN).startswith(answer)
    assert talk.count(Report) == 0


FILE = {"file_id": "f", "file_unique_id": "fu"}
KINDS: dict[str, Any] = {
    "poll": {
        "id": "1",
        "question": "今晚开会",
        "options": [{"text": "是", "voter_count": 0}, {"text": "否", "voter_count": 0}],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
    },
    "dice": {"emoji": "🎲", "value": 3},
    "contact": {"phone_number": "+8613800000000", "first_name": "李"},
    "location": {"longitude": 109.4, "latitude": 31.0},
    "venue": {"location": {"longitude": 109.4, "latitude": 31.0}, "title": "政务大厅", "address": "县城"},
    "story": {"chat": {"id": 5, "type": "private", "first_name": "甲"}, "id": 3},
    "game": {"title": "g", "description": "d", "photo": [FILE | {"width": 1, "height": 1}]},
    "video": FILE | {"width": 1, "height": 1, "duration": 3},
    "video_note": FILE | {"length": 1, "duration": 3},
    "audio": FILE | {"duration": 3},
    "animation": FILE | {"width": 1, "height": 1, "duration": 3},
    "checklist": {"title": "t", "tasks": [{"id": 1, "text": "甲"}]},
    "something_new": {"of": "a later year"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_message_gets_an_answer_and_an_end_with_a_reason(talk: Talk, kind: str) -> None:
    talk.say(CHEN, **{kind: KINDS[kind]})
    state, reason = ended(talk)
    assert state in (InboxState.refused, InboxState.done)
    assert reason
    assert "17已完成60%" in talk.last(CHEN), "the answer shows what can be sent instead"
    assert talk.count(Report) == 0


def test_a_caption_is_read_and_the_file_is_named_with_the_report(talk: Talk) -> None:
    talk.say(CHEN, caption="17完成60%", **DOCUMENT)
    row = talk.reports()["17"]
    assert row.text == "17完成60%"
    assert {key: row.reading["file"][key] for key in ("id", "name", "size")} == {
        "id": "d",
        "name": "通知.pdf",
        "size": 2048,
    }
    assert "附通知.pdf" in talk.last(CHEN)


def test_a_file_in_answer_to_a_receipt_is_kept_with_its_report(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    receipt = next(talk.message_of(row) for row in talk.shown(CHEN) if "已记" in row.payload["text"])
    talk.say(CHEN, reply_to=receipt, **PHOTO)
    assert talk.last(CHEN) == "已附到15。"
    assert talk.reports()["15"].reading["files"][0]["unique"] == "pu"
    assert talk.count(Report) == 1


def test_a_file_with_words_that_report_nothing_is_kept_with_the_receipt_it_answers(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    receipt = next(talk.message_of(row) for row in talk.shown(CHEN) if "已记" in row.payload["text"])
    talk.say(CHEN, reply_to=receipt, caption="佐证材料", **PHOTO)
    assert talk.last(CHEN) == "已附到15。"


def test_an_album_counts_as_one(talk: Talk) -> None:
    album = {"media_group_id": "a1"}
    talk.say(CHEN, caption="17完成60%", **PHOTO, **album)
    seen = len(talk.texts(CHEN))
    talk.say(CHEN, **PHOTO, **album)
    assert len(talk.texts(CHEN)) == seen
    assert len(talk.reports()["17"].reading["files"]) == 1


def test_an_album_without_words_is_refused_once(talk: Talk) -> None:
    for _ in range(3):
        talk.say(CHEN, media_group_id="a2", **PHOTO)
    assert len(talk.texts(CHEN)) == 1


def test_right_to_left_marks_and_html_do_no_harm(talk: Talk) -> None:
    talk.say(CHEN, "\u202e17\u202c 完成60%，困难是<甲>公司&\u200f没钱")
    assert talk.reports()["17"].percent == 60
    assert talk.reports()["17"].problem
    assert "<" not in talk.last(CHEN)


def test_office_staff_without_a_unit_are_told_what_helps(talk: Talk) -> None:
    talk.say(OFFICE, "17完成60%")
    assert talk.last(OFFICE).startswith("这句没有记：您是办公室人员")
    assert talk.count(Report) == 0


def test_a_classified_mark_is_not_stored_and_the_office_hears_only_that_it_came(talk: Talk) -> None:
    talk.say(CHEN, "【机密】17完成60%，方案如下")
    assert talk.count(Report) == 0
    assert ended(talk) == (InboxState.refused, "sensitive content, not stored")
    assert talk.last(CHEN).startswith("这条消息像是带有密级标志，没有保存。请您删除")
    assert talk.last(OFFICE) == "县市场监管局 陈红发来一条疑似敏感的内容，没有保存，已请其删除。"
    everything = str([row.payload for row in talk.rows(InboxRow)]) + str([row.after for row in talk.rows(AuditEvent)])
    assert "方案如下" not in everything


def test_an_identity_number_is_not_stored_either_in_an_edit(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%")
    talk.edit(CHEN, talk.said, f"17完成60%，联系人{ID_NUMBER}")
    assert talk.reports()["17"].text == "17完成60%"
    assert "身份证号" in talk.last(CHEN)
    assert ID_NUMBER not in str([row.payload for row in talk.rows(InboxRow)])


def group(text: str) -> dict[str, Any]:
    chat = {"id": -500, "type": "group", "title": "工作群"}
    user = {"id": CHEN, "is_bot": False, "first_name": "陈红"}
    return {"message": {"message_id": 5, "date": DATE, "chat": chat, "from": user, "text": text}}


def test_talk_in_a_group_is_left_alone(talk: Talk) -> None:
    talk.update(group("17完成60%"))
    assert ended(talk) == (InboxState.ignored, "said in a group, not to the bot")
    assert (talk.count(Report), talk.texts(CHEN)) == (0, [])


def test_addressed_in_a_group_the_answer_comes_in_private(talk: Talk) -> None:
    talk.update(group("@duban_test_bot 17完成60%"))
    assert ended(talk)[0] is InboxState.refused
    assert talk.last(CHEN).startswith("请在这里私聊发给我")
    assert talk.texts(-500) == ["已在私聊中答复。"]
    assert talk.count(Report) == 0


def test_a_command_in_a_group_is_answered_in_private_also_when_it_is_refused(talk: Talk) -> None:
    talk.update(group("/help"))
    assert "您的身份：县市场监管局联络员" in talk.last(CHEN)
    talk.update(group("/invite 县财政局"))
    assert talk.last(CHEN).startswith("您的身份不能办理这一项")
    assert set(talk.texts(-500)) == {"已在私聊中答复。"}


def test_a_channel_post_is_ignored_with_a_reason(talk: Talk) -> None:
    chat = {"id": -1001, "type": "channel", "title": "频道"}
    talk.update({"channel_post": {"message_id": 1, "date": DATE, "chat": chat, "text": "17完成60%"}})
    assert ended(talk) == (InboxState.ignored, "a channel post")


def test_a_stranger_in_a_group_is_left_alone_and_in_private_greeted(talk: Talk) -> None:
    update = group("大家好")
    update["message"]["from"]["id"] = 9999
    talk.update(update)
    assert ended(talk)[0] is InboxState.ignored
    talk.say(9999, "17完成60%")
    assert len(talk.texts(9999)) == 1
    assert talk.count(Report) == 0


def reaction(message_id: int, *, emoji: str | None) -> dict[str, Any]:
    new = [{"type": "emoji", "emoji": emoji}] if emoji else []
    chat = {"id": CHEN, "type": "private", "first_name": "陈红"}
    user = {"id": CHEN, "is_bot": False, "first_name": "陈红"}
    return {
        "message_reaction": {
            "chat": chat,
            "message_id": message_id,
            "user": user,
            "date": DATE,
            "old_reaction": [],
            "new_reaction": new,
        }
    }


def test_a_thumb_on_a_nudge_is_noted_as_seen_without_a_word(talk: Talk) -> None:
    nudge = talk.nudge(CHEN, "县市场监管局", ["17"])
    seen = len(talk.texts(CHEN))
    talk.update(reaction(nudge, emoji="👍"))
    assert ended(talk) == (InboxState.done, "seen, by a reaction")
    assert [event.after["how"] for event in talk.rows(AuditEvent) if event.action == "seen"] == ["reaction"]
    assert len(talk.texts(CHEN)) == seen
    assert talk.count(Report) == 0


def test_a_reaction_taken_off_again_is_ignored(talk: Talk) -> None:
    nudge = talk.nudge(CHEN, "县市场监管局", ["17"])
    talk.update(reaction(nudge, emoji=None))
    assert ended(talk)[0] is InboxState.ignored


@pytest.mark.parametrize("data", ["gone:1", "q:1", "undo:x", "allok:1", "correct:", "sheet:a:b", "q:999:17", "😀"])
def test_a_button_that_is_none_of_ours_says_so(talk: Talk, data: str) -> None:
    handled = talk.push(CHEN, data, 1)
    assert handled.state is InboxState.refused
    assert handled.callback_text
    assert talk.count(Report) == 0


def test_a_notice_of_telegram_is_ignored(talk: Talk) -> None:
    talk.say(CHEN, message_auto_delete_timer_changed={"message_auto_delete_time": 5})
    assert ended(talk)[0] is InboxState.ignored
    assert talk.texts(CHEN) == []


def test_the_sheet_button_sends_the_units_open_tasks(talk: Talk) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    from storage.models import OutboxRow

    talk.say(CHEN, "17完成60%，困难：缺人")
    talk.nudge(CHEN, "县市场监管局", ["17"])
    talk.press(CHEN, "下载本单位表")
    row = next(row for row in talk.rows(OutboxRow) if row.method == "sendDocument")
    assert row.payload["filename"] == "县市场监管局_2022年8月.xlsx"
    sheet = load_workbook(BytesIO(row.attachment)).active
    cells = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=3)]
    assert cells[0] == [
        "编号",
        "任务",
        "完成时限",
        "上次报的进展",
        "状态",
        "完成百分比",
        "本月进展",
        "预计完成",
        "困难和问题",
    ]
    assert [line[0] for line in cells[1:]] == ["2", "11", "15", "17", "58", "64"]
    assert cells[4][3] == "2022年8月：完成60%，困难：缺人"
    assert cells[5][2] == "2022年6月（已过时限）"
    assert "在办6项" in row.payload["caption"]


def test_another_units_liaison_cannot_fetch_the_sheet(talk: Talk) -> None:
    talk.nudge(CHEN, "县市场监管局", ["17"])
    data = talk.buttons_of(talk.shown(CHEN)[-1])[1]["callback_data"]
    assert talk.push(LIN, data, 1).state is InboxState.refused
    assert talk.count(Completion) == 0
