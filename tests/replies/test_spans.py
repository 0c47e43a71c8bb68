"""Lengths of time: what is asked for beyond a deadline."""

from datetime import date

import pytest

from tests.replies.office import only


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("14请求延长一个半月", date(2023, 2, 15)),
        ("14请求延长半个月", date(2023, 1, 15)),
        ("14请求延长两个月", date(2023, 2, 28)),
    ],
)
def test_more_time_is_counted_from_the_deadline(text, until):
    assert only(text).extension == until


def test_a_length_of_time_that_is_no_request_moves_nothing():
    assert only("14推进中，走访用了一个半月").extension is None
