"""A group of clauses with the tasks that it is said of: its words, and how its tasks are told."""

from __future__ import annotations

from bot.replies import OnItsWay
from bot.replies.clauses import Clause
from bot.replies.context import Context, context
from bot.replies.joining import Group
from bot.replies.part import Part
from bot.replies.tasks import Targets
from bot.replies.tokens import Kind, Mention, Token
from tests.replies.office import MARKET, TODAY, built_in, say

TEXT = "14推进中,接口已通。17没启动"


def surroundings() -> Context:
    """Return the surroundings of the text."""
    return context(TEXT, TODAY, built_in(), MARKET, ())


def clause(start: int, end: int) -> Clause:
    """Return a clause that takes a piece of the text."""
    return Clause([Token(Kind.TEXT, TEXT[start:end], start, end)], start=start, end=end)


def part(*clauses: Clause, mention: Mention | None = None, by_title: bool = False) -> Part:
    """Return a part of the clauses, said of task 14."""
    return Part(Group(list(clauses), mention, by_title), Targets([("14", "own")], True))


def test_its_words_reach_from_its_first_clause_to_its_last() -> None:
    assert part(clause(0, 5), clause(6, 10)).words(surroundings()) == "14推进中,接口已通"


def test_the_marks_at_either_end_are_none_of_its_words() -> None:
    assert part(clause(5, 11)).words(surroundings()) == "接口已通"


def test_without_clauses_the_whole_text_is_its_words() -> None:
    assert part().words(surroundings()) == TEXT


def test_tasks_told_by_a_number_are_by_number() -> None:
    assert part(clause(0, 5), mention=Mention([("14", "own")])).by_number


def test_tasks_told_by_a_title_or_not_at_all_are_not() -> None:
    assert not part(clause(0, 5), mention=Mention([("14", "own")]), by_title=True).by_number
    assert not part(clause(0, 5)).by_number


def test_the_first_task_is_the_first_told() -> None:
    assert part(clause(0, 5)).first == "14"
    assert Part(Group([]), Targets([(None, "unclear")], False)).first is None


def test_the_words_of_an_item_are_its_own_part_of_the_message() -> None:
    assert [item.words for item in say("14推进中，接口已通。17没启动").items] == ["14推进中,接口已通", "17没启动"]


def test_what_is_promised_beside_a_report_is_told_apart_with_its_words() -> None:
    reading = say("64推进中60%，17等领导审")
    assert reading.on_its_way == (OnItsWay("17", "17等领导审"),)
    assert (reading.unread, reading.not_recorded) == ("", "17等领导审")


def test_a_promise_alone_is_pending_and_quotes_nothing() -> None:
    assert not say("17等领导审").unread
