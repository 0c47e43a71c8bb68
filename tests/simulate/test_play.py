"""Simulated months: the same seed plays the same, the ledger played on stays as it is, nothing forbidden happens."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.cli.simulate import lines, share
from bot.locale import Voice
from bot.rules import Rules
from bot.simulate.figures import Result
from bot.simulate.people import Chance, Model
from bot.simulate.play import play
from storage.database import Database
from storage.models import OutboxRow, Person
from tests import support

TASKS = [
    {"code": "1", "title": "一照多址改革", "lead": ["甲局"], "deadline": date(2022, 8, 31)},
    {"code": "2", "title": "证照分离改革", "lead": ["甲局", "乙局"], "deadline": "ongoing"},
    {"code": "3", "title": "涉企收费清理", "lead": ["乙局"], "deadline": date(2023, 12, 31)},
    {"code": "4", "title": "执法检查公示", "lead": ["各执法单位"], "deadline": "ongoing"},
]


@pytest.fixture
def ledger(tmp_path: Path) -> Database:
    folder = tmp_path / "real"
    folder.mkdir()
    database = support.database(folder)
    with database.writing() as session:
        support.unit(session, "各执法单位", collective=True)
        support.plan(session, TASKS)
        support.person(session, 11, "真人", units=["甲局"])
    return database


def played(ledger: Database, folder: Path, *, seed: int = 1, answers: float = 0.8) -> Result:
    folder.mkdir(exist_ok=True)
    first, last = date(2022, 8, 1), date(2022, 10, 14)
    return play(ledger, support.office(), folder, first, last, seed=seed, model=Model(answers=answers))


def test_the_same_seed_plays_the_same(ledger: Database, tmp_path: Path) -> None:
    assert played(ledger, tmp_path / "a") == played(ledger, tmp_path / "b")


def test_nothing_forbidden_happens_and_months_add_up(ledger: Database, tmp_path: Path) -> None:
    found = played(ledger, tmp_path / "a")
    assert set(found.wrong.values()) == {0}
    assert [each.month for each in found.months] == [date(2022, 8, 1), date(2022, 9, 1)]
    for each in found.months:
        assert sum(each.lights.values()) == each.total == 4
        assert each.in_time + each.late + each.missing == each.units_due == 2
    assert found.reports > 0


def test_a_small_cap_holds_and_a_cap_that_is_not_kept_is_counted(
    ledger: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = support.office(rules=Rules(monthly_cap=1))
    first, last, nobody = date(2022, 8, 1), date(2022, 10, 14), Model(answers=0.0)
    for name in ("kept", "broken"):
        (tmp_path / name).mkdir()
    kept = play(ledger, office, tmp_path / "kept", first, last, model=nobody)
    monkeypatch.setattr("bot.rules.catchup.is_capped", lambda *_: False)
    broken = play(ledger, office, tmp_path / "broken", first, last, model=nobody)
    assert kept.wrong["beyond the monthly cap"] == 0
    assert broken.wrong["beyond the monthly cap"] > 0
    assert sum(broken.wrong.values()) == broken.wrong["beyond the monthly cap"]


def test_where_nobody_answers_everything_is_missed_and_every_nudge_goes_out(ledger: Database, tmp_path: Path) -> None:
    from bot.services.rehearse import rehearsal

    found = played(ledger, tmp_path / "a", answers=0.0)
    assert found.reports == 0
    assert all(each.missing == each.units_due for each in found.months)
    with ledger.reading() as session:
        rows = rehearsal(support.context(session), date(2022, 8, 1), date(2022, 10, 14))
    august = [row for row in rows if str(row["date"]).startswith("2022-08")]
    assert found.months[0].messages == len(august)


def test_where_everybody_answers_nobody_is_missing(ledger: Database, tmp_path: Path) -> None:
    found = played(ledger, tmp_path / "a", answers=1.0)
    assert all(each.missing == 0 for each in found.months)


def test_the_ledger_played_on_stays_as_it_is(ledger: Database, tmp_path: Path) -> None:
    from sqlmodel import select

    played(ledger, tmp_path / "a")
    with ledger.reading() as session:
        assert session.exec(select(OutboxRow)).all() == []
        assert [row.name for row in session.exec(select(Person)).all()] == ["真人"]


def test_the_result_reads_in_chinese(ledger: Database, tmp_path: Path) -> None:
    said = list(lines(Voice("zh_CN"), played(ledger, tmp_path / "a"), 1.0))
    assert said[1].startswith("2022-08 | ")
    assert any(line.startswith("每单位每月提示：中位数") for line in said)
    assert any("已报又催：0" in line for line in said)


@pytest.mark.parametrize("text", ["2", "-0.1", "many"])
def test_a_share_that_is_none_is_refused(text: str) -> None:
    import argparse

    with pytest.raises(argparse.ArgumentTypeError):
        share(text)


def test_words_name_only_what_was_asked() -> None:
    chance = Chance(3, Model())
    for _ in range(50):
        words = chance.words(["14", "15", "16"], ["15"], date(2022, 8, 24))
        assert any(code in words for code in ("14", "15", "16")) or words == "其余正常"
