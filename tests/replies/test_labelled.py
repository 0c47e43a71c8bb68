"""The labelled replies, as a whole: nearly all read entirely right, next to none stored wrong."""

import pytest

from tests.replies.office import built_in, whole
from tests.replies.scoring import Score, labelled, score

SETTLED = (
    "clause_by_clause",
    "english_mixed",
    "everyday",
    "fresh",
    "heldout",
    "hurried",
    "liaisons",
    "like_the_examples",
    "month_by_month",
    "not_stored",
    "pasted",
    "second_exam",
    "sentence_by_sentence",
)
HARD = (
    "by_subject",
    "dictated",
    "easily_misread",
    "group_chat",
    "inventive",
    "month_end",
    "officials",
    "pasted_tables",
    "reports_and_voice",
    "rule_by_rule",
    "sixty_liaisons",
    "ten_liaisons",
    "traps",
    "unseen",
)
"""Set to find what is not understood: voice without punctuation, pasted reports, titles in other words, riddles."""


def at_least(result: Score, right: float, stored_wrong: float) -> None:
    assert result.right >= right * result.rows, "\n".join(result.misses)
    assert result.stored_wrong <= stored_wrong * result.rows, "\n".join(result.misses)


def test_the_built_in_plan_carries_the_labelled_replies():
    # Titles alone, without the texts: more words point to no task, so that the bot asks; no more is stored wrong.
    at_least(score(labelled(*SETTLED), built_in()), 0.97, 0.005)


def test_the_built_in_plan_carries_most_of_the_hard_ones():
    at_least(score(labelled(*HARD), built_in()), 0.93, 0.015)


def test_the_whole_document_reads_them_at_least_as_well():
    ledger = whole()
    if ledger is None:
        pytest.skip("the plan document is not at hand")
    at_least(score(labelled(*SETTLED), ledger), 0.99, 0.002)
    at_least(score(labelled(*HARD), ledger), 0.96, 0.0125)


def test_every_labelled_file_is_scored():
    assert len(labelled(*SETTLED)) + len(labelled(*HARD)) == len(labelled())


def test_what_must_not_be_stored_is_not_stored():
    rows = [row for row in labelled() if row["expect"]["kind"] in ("chat", "question", "pending", "dispute", "undo")]
    assert len(rows) >= 400
    result = score(rows, built_in())
    assert result.stored_wrong == 0, "\n".join(result.misses)
