"""Shapes that the lexer knows by pattern: departments, mild words for what is in the way, numbers denied."""

from __future__ import annotations

import pytest

from storage.kinds import ReadingKind, Status
from tests.replies.office import only, say


@pytest.mark.parametrize("text", ["已安排二部统计，明天报", "14已让四处汇总", "三科在整理", "已转一部、二部办理"])
def test_a_department_by_its_number_is_who_is_at_it_and_no_count(text: str) -> None:
    assert (say(text).kind, say(text).items) == (ReadingKind.pending, ())


@pytest.mark.parametrize(
    ("text", "count"), [("14出台三部法规", 3), ("14发现问题9处，五处已整改", 5), ("14走访三所学校", 3)]
)
def test_things_in_spoken_numbers_are_counted(text: str, count: int) -> None:
    assert count in [measure.value for measure in only(text).measures]


@pytest.mark.parametrize(
    "text", ["乡镇配合不太积极", "企业不怎么配合", "系统不大稳定", "窗口人员不是很熟悉", "部门支持不太够"]
)
def test_what_is_put_mildly_is_an_obstacle_all_the_same(text: str) -> None:
    assert only(f"14推进中，{text}").problem == text


@pytest.mark.parametrize("text", ["帮助不太熟悉政策的企业12家", "企业不是不配合", "各方都很积极"])
def test_whom_we_help_and_what_is_denied_is_no_obstacle(text: str) -> None:
    assert only(f"14推进中，{text}").problem is None


@pytest.mark.parametrize("text", ["14进展不太理想", "14推进不太顺利", "14推进不是很快"])
def test_not_so_well_is_slow_and_said_why(text: str) -> None:
    item = only(text)
    assert (item.status, item.problem) == (Status.in_progress, text)


@pytest.mark.parametrize("text", ["更正，14登记应为7起，非6起", "更正：14非6起，应为7起"])
def test_a_number_denied_by_one_letter_is_not_kept(text: str) -> None:
    assert [measure.value for measure in only(text).measures] == [7]


@pytest.mark.parametrize("text", ["14处置非法集资6起", "14走访非公企业6家"])
def test_a_word_with_that_letter_denies_nothing(text: str) -> None:
    assert [measure.value for measure in only(text).measures] == [6]


@pytest.mark.parametrize("text", ["14 n/c", "14 nc", "14 no chg"])
def test_no_change_is_known_when_it_is_cut_short(text: str) -> None:
    assert only(text).status is Status.no_change


@pytest.mark.parametrize("text", ["14市里还没放权，先放一放", "14先搁一搁", "14资金没到位，暂时不弄"])
def test_put_aside_for_now_is_held_up(text: str) -> None:
    assert only(text).status is Status.blocked


@pytest.mark.parametrize("text", ["14材料放在窗口，推进中", "14能不能先放一放？"])
def test_where_something_lies_or_a_question_holds_nothing_up(text: str) -> None:
    assert all(item.status is not Status.blocked for item in say(text).items)
