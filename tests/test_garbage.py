"""Holding back the search for cycles."""

from __future__ import annotations

import gc

import pytest

from bot.garbage import collected_later, settle


@pytest.fixture(autouse=True)
def as_before() -> object:
    yield
    gc.unfreeze()
    gc.enable()


def test_what_was_loaded_at_the_start_is_not_looked_through_again_and_what_comes_later_is() -> None:
    settle()
    loaded = gc.get_freeze_count()
    later = [[]]
    assert loaded > 1000
    assert not any(each is later for each in gc.get_objects(generation=2))
    gc.collect()
    assert gc.get_freeze_count() == loaded
    assert any(each is later for each in gc.get_objects(generation=2))


def test_the_search_is_held_back_and_goes_on_afterwards_whatever_happens() -> None:
    held = []

    def fail() -> None:
        with collected_later():
            held.append(not gc.isenabled())
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()
    assert held == [True]
    assert gc.isenabled()


def test_the_inner_of_two_does_not_let_it_go_on() -> None:
    with collected_later():
        with collected_later():
            pass
        assert not gc.isenabled()
