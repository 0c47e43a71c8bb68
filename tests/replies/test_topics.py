"""What a clause speaks of, as a name: the letters before its first verb of status, number or date."""

from __future__ import annotations

import pytest

from bot.replies.clauses import Clause
from bot.replies.context import context
from bot.replies.tokens import Kind, Token
from bot.replies.topics import Topic, topic
from tests.replies.office import MARKET, TODAY, built_in, only, say, told


def spoken(text: str, *classes: str) -> Topic:
    """Return the topic of a clause whose last token is the status 推进中."""
    name = text.removesuffix("推进中")
    said = [
        Token(Kind.TEXT, name, 0, len(name)),
        Token(Kind.WORD, "推进中", len(name), len(text), frozenset(("PROGRESS",))),
    ]
    return topic(Clause(said, end=len(text)), context(text, TODAY, built_in(), MARKET, ()))


def test_the_name_ends_before_the_status() -> None:
    assert spoken("知识产权保护推进中") == Topic("知识产权保护", False, 1)


@pytest.mark.parametrize("mark", ["那项", "这块", "方面", "的事情", "这项工作"])
def test_a_word_that_marks_a_name_is_none_of_it(mark: str) -> None:
    said = spoken(f"知识产权保护{mark}推进中")
    assert (said.name, said.marked) == ("知识产权保护", True)


def test_a_short_name_is_plain_and_a_sentence_is_not() -> None:
    assert spoken("柔性监管推进中").plain
    assert not spoken("窗口人员培训以后办事速度明显加快推进中").plain


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("目前知识产权保护这块差不多了", "67"),
        ("我们市场监管局柔性监管推进中", "64"),
        ("这个月搞了知识产权保护宣传", "67"),
        ("共开展反不正当竞争执法检查20次", "33"),
        ("推进公平竞争审查方面已建机制", "25"),
        ("企业名称自主申报那个事情已完成", "10"),
    ],
)
def test_words_that_only_lead_or_mark_the_name_do_not_hide_it(text: str, code: str) -> None:
    assert only(text).task == code


def test_a_word_of_plans_within_a_title_is_part_of_the_name() -> None:
    assert told("计划提前发布那项推进中", unit="县发展改革委") == {"29": "in_progress"}


def test_the_units_own_name_names_no_task() -> None:
    assert [item.task for item in say("市场监管局推进中").items] in ([], [None])


def test_a_clause_that_begins_with_what_is_said_has_no_topic() -> None:
    assert [item.task for item in say("正在推进").items] in ([], [None])
