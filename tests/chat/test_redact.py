"""Classified and personal texts never reach the inbox; nothing else is touched."""

from __future__ import annotations

import copy
import json
import sys
from typing import Any

import pytest

from bot.chat.redact import arrival, chat_of, storable

BOT = 7_000_000_001
# A number that passes its check digit and belongs to nobody: the standard's own example.
IDENTITY = "11010519491231002X"
MARK = "机密★五年 关于报送材料的通知"


def message(text: str = "14办结", **more: Any) -> dict[str, Any]:
    sender = {"id": 501, "is_bot": False, "first_name": "李"}
    body = {"message_id": 3, "date": 1, "chat": {"id": 501, "type": "private"}, "from": sender, "text": text}
    return {"update_id": 9, "message": body | more}


def stored(update: dict[str, Any]) -> dict[str, Any]:
    return arrival(update, bot_id=BOT).payload


def test_an_ordinary_update_is_stored_as_it_came() -> None:
    update = message("14办结，电话13983123456，资金1234567890123456元", reply_to_message=message("督办")["message"])
    before = copy.deepcopy(update)
    assert stored(update) == before
    assert update == before


@pytest.mark.parametrize(("text", "why"), [(MARK, "mark"), (f"申请人{IDENTITY}已办", "identity")])
def test_a_sensitive_text_is_blanked_wherever_it_stands(text: str, why: str) -> None:
    places = [
        message(text),
        {"update_id": 9, "edited_message": message(text)["message"]},
        {"update_id": 9, "channel_post": {"message_id": 1, "chat": {"id": -100}, "text": text}},
        message("", caption=text, photo=[{"file_id": "x"}]),
        message("", document={"file_id": "x", "file_name": f"{text}.docx"}),
        message("收到", reply_to_message=message(text)["message"]),
        message("收到", quote={"text": text, "position": 0}),
        message("收到", external_reply={"document": {"file_name": text}}),
        message("", poll={"question": text, "options": [{"text": "是"}]}),
        message("", contact={"first_name": "李", "phone_number": "1", "vcard": text}),
    ]
    for update in places:
        payload = stored(update)
        assert payload["duban_withheld"] == why, update
        written = json.dumps(payload, ensure_ascii=False)
        assert text not in written
        assert IDENTITY not in written
        assert "机密" not in written


def test_what_stands_around_a_blanked_text_stays() -> None:
    payload = stored(message(MARK, entities=[{"type": "bold", "offset": 0, "length": 3}]))
    body = payload["message"]
    assert (body["text"], body["message_id"], body["from"]["id"]) == ("", 3, 501)
    assert "entities" not in body


def test_a_mark_weighs_more_than_a_number() -> None:
    assert stored(message(IDENTITY, caption=MARK))["duban_withheld"] == "mark"


def test_a_reply_to_our_own_words_is_not_blamed_for_them() -> None:
    ours = message("带有绝密、机密标志的内容请勿发送")["message"] | {"from": {"id": BOT, "is_bot": True}}
    assert "duban_withheld" not in stored(message("好的", reply_to_message=ours))
    press = {"update_id": 9, "callback_query": {"id": "1", "from": {"id": 501}, "data": "ok", "message": ours}}
    assert stored(press) == press


def test_a_chats_title_does_not_silence_the_chat() -> None:
    chat = {"id": -5, "type": "group", "title": "【机密】项目组"}
    assert "duban_withheld" not in stored(message(chat=chat))


def test_only_we_say_that_something_was_withheld() -> None:
    assert "duban_withheld" not in stored(message() | {"duban_withheld": "mark"})


def test_what_no_database_can_hold_is_replaced() -> None:
    update = json.loads('{"update_id": 9, "message": {"text": "a\\u0000b\\ud83d c", "x": NaN, "y": 1.5}}')
    payload = stored(update)
    assert payload["message"] == {"text": "a\ufffdb? c", "x": None, "y": 1.5}
    json.dumps(payload, allow_nan=False, ensure_ascii=False).encode()
    assert storable({"\0": ["\0"]}) == {"\ufffd": ["\ufffd"]}


@pytest.mark.parametrize("odd", [None, 5, "text", [], [message()], {}, {"update_id": "9"}, {"update_id": 2**70}])
def test_an_update_of_an_impossible_shape_is_kept_to_be_refused(odd: Any) -> None:
    kept = arrival(odd, bot_id=BOT)
    assert kept.update_id == -1
    assert isinstance(kept.payload, dict)


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        (message(), 501),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "message": {"chat": {"id": -7}}}}, -7),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "inline_message_id": "x"}}, 5),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 8}, "from": {"id": 9}}}, 8),
        ({"update_id": 1, "message_reaction": {"chat": {"id": 8}, "user": {"id": 9}}}, 8),
        ({"update_id": 1, "poll_answer": {"user": {"id": 9}}}, 9),
        ({"update_id": 1, "poll": {"id": "x"}}, None),
        ({"update_id": 1, "message": {"chat": {"id": 2**80}}}, None),
        ({"update_id": 1, "message": 5}, None),
        ({}, None),
    ],
)
def test_the_chat_whose_order_an_update_belongs_to(update: dict[str, Any], chat: int | None) -> None:
    assert chat_of(update) == chat


def test_an_update_that_cannot_be_checked_is_stored_without_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise RuntimeError("too much")

    monkeypatch.setattr(sys.modules["bot.replies.sensitive"], "sensitive", broken)
    kept = arrival(message(MARK), bot_id=BOT)
    assert kept.update_id == 9
    assert kept.payload == {"update_id": 9, "duban_unreadable": "it cannot be checked: RuntimeError"}


def test_an_update_nested_without_end_holds_up_nobody() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"a": deep}
    kept = arrival({"update_id": 9, "message": deep}, bot_id=BOT)
    assert (kept.update_id, list(kept.payload)) == (9, ["update_id", "duban_unreadable"])
