from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from bot.errors import Refused
from bot.locale import Voice
from bot.reports.lines import Only, Scope
from bot.services.summary import Wanted
from bot.services.summary_words import read_month, read_wanted
from storage.models import Alias
from tests import support
from tests.services.august import COMMERCE, FINANCE, MARKET, NOW, POLICY, SUPERVISION, Round, round_of

AUGUST, JULY = date(2022, 8, 1), date(2022, 7, 1)


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Round:
    return round_of(tmp_path_factory.mktemp("round"))


def _read(round_: Round, words: str, *, own: bool = False) -> Wanted:
    with round_.db.reading() as session:
        ctx = support.context(session, actor=round_.li, now=NOW)
        return read_wanted(ctx, words, own=round_.zhang.units if own else None)


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("", None),
        ("2022-08", AUGUST),
        ("2022-8", AUGUST),
        ("2022/08", AUGUST),
        ("2022.8", AUGUST),
        ("202208", AUGUST),
        ("2022年8月", AUGUST),
        ("２０２２年８月份", AUGUST),
        ("8月", AUGUST),
        ("上月", JULY),
        ("上个月", JULY),
        ("本月", AUGUST),
        ("December", date(2021, 12, 1)),
        ("last month", JULY),
        ("August 2022", AUGUST),
        ("aug", AUGUST),
        ("12月", date(2021, 12, 1)),
    ],
)
def test_months_are_read_in_their_usual_forms(round_: Round, words: str, month: date | None) -> None:
    assert _read(round_, words) == Wanted(month)


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("县市场监管局", Scope((SUPERVISION,))),
        ("市场监管局", Scope((SUPERVISION,))),
        ("市监局", Scope((SUPERVISION,))),
        ("商务委、财政局", Scope((COMMERCE, FINANCE))),
        ("逾期", Scope(only=(Only.overdue,))),
        ("需协调 逾期", Scope(only=(Only.coordination, Only.overdue))),
        ("overdue", Scope(only=(Only.overdue,))),
        ("Not reported", Scope(only=(Only.missing,))),
        ("needs coordination", Scope(only=(Only.coordination,))),
        ("政务环境", Scope(section=POLICY)),
        ("一", Scope(section=MARKET)),
        ("第二部分", Scope(section=POLICY)),
        ("section 2", Scope(section=POLICY)),
        ("商务委逾期", Scope((COMMERCE,), only=(Only.overdue,))),
    ],
)
def test_units_sections_and_narrowings_are_read(round_: Round, words: str, scope: Scope) -> None:
    assert _read(round_, words) == Wanted(None, scope)


@pytest.mark.parametrize(
    "words",
    ["2022-07 商务委 未报", "未报 商务委 2022-07", "商务委，7月，未报", "missing 2022-07 商务委", "商务委7月未报"],
)
def test_the_order_is_free(round_: Round, words: str) -> None:
    assert _read(round_, words) == Wanted(JULY, Scope((COMMERCE,), only=(Only.missing,)))


@pytest.mark.parametrize("words", ["2022-13", "13月", "2022年0月", "202299"])
def test_a_month_that_does_not_exist_is_refused_with_the_right_form(round_: Round, words: str) -> None:
    with pytest.raises(Refused) as refused:
        _read(round_, words)
    assert "请写成2022-08" in refused.value.tell(Voice("zh_CN"))


def test_a_name_that_fits_several_units_is_refused_with_the_candidates(round_: Round) -> None:
    with pytest.raises(Refused) as refused:
        _read(round_, "县")
    said = refused.value.tell(Voice("zh_CN"))
    assert "“县”对应多个单位" in said
    assert all(name in said for name in (SUPERVISION, FINANCE, COMMERCE))


@pytest.mark.parametrize("words", ["县教育局", "hello", "<b>"])
def test_a_word_not_understood_is_refused_with_what_there_is(round_: Round, words: str) -> None:
    with pytest.raises(Refused) as refused:
        _read(round_, words)
    said = refused.value.tell(Voice("zh_CN"))
    assert f"没看懂“{words}”" in said
    assert MARKET in said
    assert "县" in said


def test_a_confirmed_alias_is_the_unit(tmp_path: Path) -> None:
    round_ = round_of(tmp_path)
    with round_.db.writing() as session:
        unit = support.unit(session, COMMERCE)
        session.add(Alias(unit_id=unit.id or 0, name="县商务局", state="confirmed"))  # type: ignore[arg-type]
    assert _read(round_, "县商务局").scope.units == (COMMERCE,)


def test_a_liaison_has_the_own_units_and_no_others(round_: Round) -> None:
    assert _read(round_, "", own=True).scope == Scope((SUPERVISION,), own=True)
    assert _read(round_, "逾期", own=True).scope == Scope((SUPERVISION,), only=(Only.overdue,), own=True)
    with pytest.raises(Refused) as refused:
        _read(round_, "商务委", own=True)
    assert refused.value.tell(Voice("zh_CN")) == "您可以查看本单位的汇总：县市场监管局"


def test_the_command_line_s_month_is_a_month_and_nothing_else(round_: Round) -> None:
    with round_.db.reading() as session:
        ctx = support.context(session, now=NOW)
        assert read_month(ctx, "2022-08") == AUGUST
        for words in ("soon", "2022-08 县商务委", ""):
            with pytest.raises(Refused):
                read_month(ctx, words)


@pytest.mark.parametrize("words", [("7月", "商务委", "政务环境", "逾期"), ("July", "县商务委", "section 2", "overdue")])
@pytest.mark.parametrize("between", [" ", "，", "、"])
def test_month_unit_section_and_narrowing_go_together_in_any_order(
    round_: Round, words: tuple[str, ...], between: str
) -> None:
    wanted = Wanted(JULY, Scope((COMMERCE,), section=POLICY, only=(Only.overdue,)))
    assert {between.join(order): _read(round_, between.join(order)) for order in permutations(words)} == dict.fromkeys(
        (between.join(order) for order in permutations(words)), wanted
    )


def test_two_narrowings_of_a_section_hold_together(round_: Round) -> None:
    scope = Scope(section=POLICY, only=(Only.missing, Only.coordination))
    assert _read(round_, "未报 第二部分 需协调") == Wanted(None, scope)


@pytest.mark.parametrize("words", ["各乡镇（街道）", "各乡镇(街道) 逾期", "2022-08 各乡镇（街道）", "乡镇(街道)"])
def test_a_unit_with_brackets_in_its_name_is_read_however_they_are_typed(tmp_path: Path, words: str) -> None:
    db = support.database(tmp_path)
    name = "各乡镇（街道）"
    with db.writing() as session:
        tasks = [{"code": "1", "title": "甲", "lead": [name, "县局"], "deadline": "ongoing", "section": "（一）甲"}]
        support.plan(session, tasks, first_month=JULY)
        ctx = support.context(session, now=NOW)
        assert read_wanted(ctx, words).scope.units == (name,)
        assert read_wanted(ctx, "（一）甲").scope.section == "（一）甲"
