"""Holding back the search for cycles where there is nothing to be found.

Python looks through everything again and again as objects are made. Of a hundred thousand tasks that live to the end
of one transaction that is a third of the time; of what a bot loads at its start it is a pause of 60 ms, now and then.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected_later() -> Iterator[None]:
    """Hold the search back for as long as this lasts: seconds, not more."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settle() -> None:
    """Leave out of every later search what has been loaded so far."""
    gc.collect()
    gc.freeze()
