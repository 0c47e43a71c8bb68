"""`duban reread` on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.database import Database
from storage.models import Report
from tests.services.talk import CHEN, Talk
from tests.services.test_reread import read_worse


def test_a_dry_run_shows_and_stores_nothing_and_yes_stores(
    tmp_path: Path, inside: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Database(f"sqlite:///{tmp_path / 'duban.db'}")
    made.upgrade()
    made.close()
    talk = Talk(tmp_path)
    talk.say(CHEN, "17完成60%")
    read_worse(talk, "17", percent=16)
    talk.db.close()
    monkeypatch.setenv("DUBAN_CLOCK", "2022-08-24T11:00:00+08:00")
    shown = inside("reread", "--dry-run")
    assert (shown.code, shown.err) == (0, "重读了1条进展，有1处不同。\n")
    assert "17: percent 16 → 60" in shown.out
    assert inside("reread").code == 1  # nobody is there to agree
    stored = inside("--yes", "reread", "--json")
    assert stored.code == 0
    assert '"fields": {"percent": {"before": 16, "after": 60}}' in stored.out
    talk.restart()
    assert talk.reports()["17"].percent == 60
    assert talk.count(Report) == 2
    assert inside("reread", "--dry-run").err == "重读了1条进展，有0处不同。\n"
