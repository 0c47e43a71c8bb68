"""The labelled replies, as a whole: nearly all read entirely right, next to none stored wrong."""

import pytest

from tests.replies.office import built_in, whole
from tests.replies.scoring import labelled, score


def test_the_built_in_plan_carries_the_labelled_replies():
    # Titles alone, without the texts: more words point to no task, so that the bot asks; no more is stored wrong.
    result = score(labelled(), built_in())
    assert result.right >= 0.97 * result.rows, "\n".join(result.misses)
    assert result.stored_wrong <= 0.005 * result.rows, "\n".join(result.misses)


def test_the_whole_document_reads_them_at_least_as_well():
    ledger = whole()
    if ledger is None:
        pytest.skip("the plan document is not at hand")
    result = score(labelled(), ledger)
    assert result.right >= 0.98 * result.rows, "\n".join(result.misses)
    assert result.stored_wrong <= 0.005 * result.rows, "\n".join(result.misses)


def test_what_must_not_be_stored_is_not_stored():
    rows = [row for row in labelled() if row["expect"]["kind"] in ("chat", "question", "pending", "dispute", "undo")]
    assert len(rows) >= 60
    result = score(rows, built_in())
    assert result.stored_wrong == 0, "\n".join(result.misses)
