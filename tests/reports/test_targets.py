"""Targets planned and reached: words and a picture from the one Summary."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image

from bot.locale import Voice, join
from bot.reports.facts import facts
from bot.reports.lines import TargetLine
from bot.reports.packing import pack
from bot.reports.render import render
from bot.reports.rows import targets as table
from bot.reports.summary import Summary
from bot.reports.targets import bar, listed, roll_up
from bot.reports.text import plain
from bot.services.summary import Wanted, summarise
from storage.kinds import Role
from storage.models import Target
from tests import support
from tests.services.august import MARKET, NOW, POLICY, report, round_of

ZH = Voice("zh_CN")


def _target(code: str, section: str, *, comparison: str = ">=", value: float = 100, **more: object) -> TargetLine:
    return TargetLine(code, f"任务{code}", f"指标{code}", comparison, value, "件", section=section, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    round_ = round_of(tmp_path_factory.mktemp("round"))
    with round_.db.reading() as session:
        return summarise(support.context(session, actor=round_.li, now=NOW), Wanted())


def _picture(summary: Summary, voice: Voice = ZH) -> Image.Image:
    name, mime, data = render("targets", pack(summary), voice.language)
    assert (name.rpartition(".")[2], mime) == ("png", "image/png")
    return Image.open(io.BytesIO(data)).convert("RGB")


def _pixels(picture: Image.Image, colour: tuple[int, int, int]) -> int:
    return sum(count for count, found in picture.getcolors(1 << 24) or () if found == colour)


GREEN, GREY = (0x1B, 0x9E, 0x77), (0xD7, 0xDB, 0xDF)


def test_words_table_json_and_figures_count_the_same_targets(summary: Summary) -> None:
    met, count = summary.numbers.targets_met, summary.numbers.targets
    assert (met, count) == (1, 2)
    assert plain(roll_up(summary, ZH)[0]).endswith(f"指标{count}项，达标{met}项，有数据1项")
    assert len(listed(summary, summary.targets, ZH)) == count + 2
    rows = table(summary, ZH).rows
    assert (len(rows), [row[-1] for row in rows].count("是")) == (count, met)
    assert (facts(summary)["figures"]["targets"], facts(summary)["figures"]["targets_met"]) == (count, met)


def test_the_roll_up_tells_plan_and_sections_with_a_bar_that_reads_as_plain_text(summary: Summary) -> None:
    mine = replace(summary, targets=(_target("1", MARKET, met=True, latest=120), _target("2", POLICY)))
    lines = [plain(line) for line in roll_up(mine, ZH)]
    assert lines[1:5] == [
        f"{MARKET}：指标1项，达标1项，有数据1项",
        f"{bar(1)} 100%",
        f"{POLICY}：指标1项，达标0项，有数据0项",
        f"{bar(0)} 0%",
    ]
    assert "截至8月29日17:00" in plain(join(lines[5:]))


def test_a_broken_upper_bound_is_reached_by_the_part_that_it_allows() -> None:
    assert _target("1", MARKET, comparison="<=", value=9, latest=12).share == 0.75
    assert _target("1", MARKET, comparison="<=", value=9, latest=8, met=True).share == 1
    assert _target("1", MARKET, comparison="<=", value=0, latest=3).share == 0
    assert _target("1", MARKET, comparison=">=", value=300, latest=268).share == pytest.approx(0.8933, abs=1e-4)
    assert _target("1", MARKET).share == 0


def test_the_picture_shows_met_and_untold_and_fills_a_telephone_s_width(summary: Summary) -> None:
    met = replace(summary, targets=tuple(_target(str(n), MARKET, met=True, latest=120) for n in range(4)))
    untold = replace(summary, targets=tuple(_target(str(n), MARKET) for n in range(4)))
    assert _picture(met).width == _picture(untold).width == 936
    assert _pixels(_picture(met), GREEN) > 20_000
    assert _pixels(_picture(untold), GREEN) < 2_000 < _pixels(_picture(untold), GREY)


def test_more_targets_make_a_longer_picture_up_to_a_screen_s_worth(summary: Summary) -> None:
    def height(count: int) -> int:
        return _picture(replace(summary, targets=tuple(_target(str(n), MARKET, latest=n) for n in range(count)))).height

    assert height(2) < height(12) < height(30) == height(300) < 1_600


def test_names_that_are_odd_or_long_and_bounds_of_nought_are_drawn_all_the_same(summary: Summary) -> None:
    odd = (
        replace(_target("1", "$a_b$ <领域>", value=0, comparison="<=", latest=3), name="x" * 300),
        replace(_target("2", "", latest=1e9, met=True), name="$\\frac{"),
    )
    assert _picture(replace(summary, targets=odd), Voice("en")).width == 936


def test_a_number_told_long_ago_stands_until_another_is_told(tmp_path: Path) -> None:
    db = support.database(tmp_path)
    with db.writing() as session:
        task = {"code": "67", "title": "知识产权", "lead": ["县市场监管局"], "deadline": "ongoing"}
        support.plan(session, [task], first_month=date(2022, 5, 1))
        li = support.person(session, 1, "李主任", role=Role.office)
        told = [{"name": "发明专利", "value": 268, "unit": "件"}]
        row = report(session, "67", "县市场监管局", date(2022, 6, 1), measures=told, person_id=None)
        session.add(Target(task_id=row.task_id, name="发明专利", value=300, unit="件"))
    with db.reading() as session:
        later = datetime(2024, 6, 20, 2, 0, tzinfo=UTC)
        found = summarise(support.context(session, actor=li, now=later), Wanted()).targets
    assert [(target.latest, target.told, target.met) for target in found] == [(268, date(2022, 6, 1), False)]
