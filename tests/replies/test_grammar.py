"""A whole message: what is too much to be read of it is quoted, never dropped in silence."""

from __future__ import annotations

from tests.replies.office import MARKET, built_in, say


def test_what_stands_behind_four_hundred_clauses_is_quoted() -> None:
    reading = say("14正常推进" + "，办理一件" * 420 + "，这是最末一句")
    assert [item.task for item in reading.items] == ["14"]
    assert reading.unread.startswith("办理一件")
    assert not say("14正常推进" + "，办理一件" * 300).unread


def test_of_many_tasks_at_once_the_first_clauses_are_read_and_the_next_is_quoted() -> None:
    codes = list(built_in().of(MARKET).open)
    reading = say("、".join(codes) + "均正常推进" + "，办理一件" * 60 + "；恳请延期")
    assert {item.task for item in reading.items} == set(codes)
    assert all(item.status == "in_progress" for item in reading.items)
    assert "办理一件" in reading.unread


def test_an_ordinary_report_on_many_tasks_is_read_to_its_end() -> None:
    codes = list(built_in().of(MARKET).open)
    reading = say("、".join(codes) + "均正常推进" + "，办理一件" * 10 + "，预计12月底完成")
    assert {item.expected.isoformat() for item in reading.items if item.expected} == {"2022-12-31"}
    assert not reading.unread


def test_what_stands_behind_one_part_that_is_too_much_is_read() -> None:
    codes = [code for code in built_in().of(MARKET).open if code != "14"]
    reading = say("、".join(codes) + "均正常推进" + "，办理一件" * 60 + "\n14已完成")
    assert {item.task for item in reading.items} == {*codes, "14"}
    assert "办理一件" in reading.unread
