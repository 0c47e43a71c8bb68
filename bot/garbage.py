"""Holding back the search for cycles while a great many rows are read that all live to the end of one transaction.

Python looks through everything again and again as objects are made: of a hundred thousand tasks that is a third of the
time, and there is nothing to be found.
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
