"""Telegram's limits are kept in every window, from the first second on; nobody waits for another chat."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.pacing import Bucket, Pace, Pacer


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def most_in_any(seconds: float, moments: list[float]) -> int:
    return max((sum(1 for other in moments if 0 <= other - one < seconds - 1e-6) for one in moments), default=0)


@settings(max_examples=60, deadline=None)
@given(
    limit=st.integers(1, 30),
    burst=st.integers(1, 30),
    seconds=st.sampled_from([1.0, 60.0]),
    gaps=st.lists(st.floats(0, 3), min_size=50, max_size=200),
)
def test_no_window_ever_holds_more_than_the_limit(limit: int, burst: int, seconds: float, gaps: list[float]) -> None:
    burst = min(burst, limit)
    now = 5.0
    bucket = Bucket(limit, seconds, burst, now)
    taken = []
    for gap in gaps:
        now += gap * seconds / limit
        while bucket.wait(now) == 0:
            bucket.take(now)
            taken.append(now)
    assert most_in_any(seconds, taken) <= limit


def send_eagerly(time: Time, pacer: Pacer, chats: list[int], seconds: float) -> list[tuple[float, int]]:
    """Send whenever the pacer lets us, to the chats in turn; return moment and chat of each message."""
    sent, end, turn = [], time.now + seconds, 0
    while time.now < end:
        progress = True
        while progress and pacer.room():
            resting = pacer.not_ready()
            progress = False
            for step in range(len(chats)):
                chat = chats[(turn + step) % len(chats)]
                if chat not in resting:
                    pacer.take(chat)
                    sent.append((time.now, chat))
                    turn, progress = turn + step + 1, True
                    break
        time.now += pacer.next_change() or 1 / 60
    return sent


def test_thirty_a_second_overall_without_a_double_burst_in_the_first_second() -> None:
    time = Time()
    sent = send_eagerly(time, Pacer(time), list(range(1, 2001)), 5)
    moments = [moment for moment, _ in sent]
    assert most_in_any(1.0, moments) <= 30
    assert 135 <= len(sent) <= 150
    assert sum(1 for moment in moments if moment < 1001) <= 30


def test_one_a_second_to_a_private_chat() -> None:
    time = Time()
    moments = [moment for moment, _ in send_eagerly(time, Pacer(time), [7], 10)]
    assert len(moments) == 10
    assert most_in_any(1.0, moments) == 1


def test_twenty_a_minute_to_a_group_also_in_the_first_minute() -> None:
    time = Time()
    moments = [moment for moment, _ in send_eagerly(time, Pacer(time), [-7], 300)]
    assert most_in_any(60.0, moments) <= 20
    assert 80 <= len(moments) <= 100


def test_a_busy_chat_does_not_hold_up_another() -> None:
    time = Time()
    pacer = Pacer(time)
    pacer.take(7)
    assert pacer.wait(7) == pytest.approx(1.0)
    assert pacer.wait(8) == 0
    assert pacer.not_ready() == {7}
    time.now += 1
    assert pacer.not_ready() == set()


def test_a_refused_chat_pauses_and_the_others_go_on() -> None:
    time = Time()
    pacer = Pacer(time)
    time.now += 1
    pacer.pause(7, 30)
    assert pacer.not_ready() == {7}
    assert pacer.room() > 0
    time.now += 29.5
    assert pacer.not_ready() == {7}
    time.now += 1
    assert pacer.not_ready() == set()


def test_two_refused_chats_at_once_pause_everyone() -> None:
    time = Time()
    pacer = Pacer(time)
    pacer.pause(7, 30)
    time.now += 5
    pacer.pause(8, 10)
    assert pacer.room() == 0
    assert pacer.next_change() == pytest.approx(10)
    time.now += 10
    assert pacer.room() > 0
    assert pacer.not_ready() == {7}


def test_the_same_chat_refused_again_pauses_only_itself() -> None:
    time = Time()
    pacer = Pacer(time)
    pacer.pause(7, 30)
    pacer.pause(7, 40)
    time.now += 1
    assert pacer.room() > 0
    assert pacer.not_ready() == {7}
    pacer.pause(9, 5, everyone=True)
    assert pacer.room() == 0


def test_chats_that_have_rested_are_forgotten() -> None:
    time = Time()
    pacer = Pacer(time, Pace(overall=1000))
    for chat in range(1, 500):
        pacer.take(chat)
    assert len(pacer.not_ready()) == 499
    time.now += 2
    assert pacer.not_ready() == set()
    assert pacer._chats == {}
    assert pacer.next_change() is None


def test_a_slower_pace_can_be_set() -> None:
    time = Time()
    moments = [moment for moment, _ in send_eagerly(time, Pacer(time, Pace(overall=5)), list(range(1, 50)), 4)]
    assert most_in_any(1.0, moments) <= 5
    with pytest.raises(ValueError, match="burst"):
        Bucket(1, 1.0, 2, 0.0)
