"""PDF: tables that no upright rules show, over pages, and what is asked for where there is no text."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import PlanError
from bot.plan import Draft, read
from tests.plan.making import Rows, pdf

TODAY = date(2024, 3, 1)
HEAD = ["序号", "工作任务", "责任单位", "配合单位", "完成时限"]
ROWS = [
    ["1", "开展城区内涝隐患点整治，完成易涝点改造12处并建立台账", "市住建局", "市水务局、市财政局", "2024年6月底前"],
    ["2", "建设防汛物资储备库3座", "市应急管理局", "市发展改革委", "2024年5月"],
    [
        "3",
        "完善气象预警“叫应”机制",
        "市气象局",
        "市应急管理局、各乡镇人民政府（街道办事处）、市教育局、市住建局",
        "长期坚持",
    ],
    ["4", "开展山洪灾害避险演练", "市水务局", "各乡镇人民政府", "2024年6月15日前"],
]
WANTED = [
    ("1", ["市住建局"], ["市水务局", "市财政局"], date(2024, 6, 30)),
    ("2", ["市应急管理局"], ["市发展改革委"], date(2024, 5, 31)),
    ("3", ["市气象局"], ["市应急管理局", "各乡镇人民政府（街道办事处）", "市教育局", "市住建局"], "ongoing"),
    ("4", ["市水务局"], ["各乡镇人民政府"], date(2024, 6, 15)),
]
WIDTHS = [35, 180, 90, 120, 90]


def rows(draft: Draft) -> list[tuple[str, list[str], list[str], object]]:
    return [(t.code, list(t.lead), list(t.support), t.deadline) for t in draft.tasks]


@pytest.mark.parametrize("rules", ["", "LINEBELOW", "GRID"])
@pytest.mark.parametrize("valign", ["TOP", "MIDDLE"])
def test_a_table_is_read_with_and_without_rules(rules: str, valign: str) -> None:
    data = pdf("2024年防汛备汛工作任务清单", [HEAD, *ROWS], widths=WIDTHS, rules=rules, valign=valign)
    draft = read(data, "a.pdf", today=TODAY)
    assert rows(draft) == WANTED
    assert draft.title == "2024年防汛备汛工作任务清单"
    assert draft.tasks[0].title == "开展城区内涝隐患点整治，完成易涝点改造12处并建立台账"


def test_a_table_without_numbers_is_parted_by_its_gaps() -> None:
    table: Rows = [HEAD[1:], *(row[1:] for row in ROWS)]
    draft = read(pdf("2024年任务清单", table, widths=WIDTHS[1:], rules=""), "a.pdf", today=TODAY)
    assert [row[1:] for row in rows(draft)] == [row[1:] for row in WANTED]


def test_what_stands_below_a_table_without_rules_is_no_row() -> None:
    below = "各责任单位要高度重视，明确分管领导，每月底前将进展情况报市防汛抗旱指挥部办公室汇总，并纳入年度考核。"
    data = pdf("2024年任务清单", [HEAD, *ROWS], below, "市人民政府办公室\n2024年3月8日", widths=WIDTHS, rules="")
    draft = read(data, "a.pdf", today=TODAY)
    assert rows(draft) == WANTED
    assert draft.issued == date(2024, 3, 8)


@pytest.mark.parametrize("repeat_head", [True, False])
def test_a_table_without_rules_goes_on_over_pages(repeat_head: bool) -> None:
    many = [[str(i), *ROWS[i % 4][1:]] for i in range(1, 61)]
    data = pdf("2024年任务清单", [HEAD, *many], widths=WIDTHS, rules="", repeat_head=repeat_head)
    draft = read(data, "a.pdf", today=TODAY)
    assert [(t.code, list(t.lead), t.deadline) for t in draft.tasks] == [
        (str(i), WANTED[i % 4][1], WANTED[i % 4][3]) for i in range(1, 61)
    ]


def test_an_english_table_without_rules_is_read() -> None:
    table = [
        ["Ref", "Action", "Lead agency", "Partners", "Timeframe"],
        [
            "1.1",
            "Map erosion hotspots along the northern shore",
            "Port Authority",
            "Harbour University",
            "30 June 2024",
        ],
        ["1.2", "Publish an annual report on the coast", "Environment Agency", "Statistics Bureau", "Ongoing"],
        ["1.3", "Raise the seawall", "Public Works", "Treasury; Port Authority", "Q3 2025"],
    ]
    draft = read(pdf("Coast Plan 2024", table, widths=[35, 180, 110, 120, 90], rules=""), "a.pdf", today=TODAY)
    assert rows(draft) == [
        ("1.1", ["Port Authority"], ["Harbour University"], date(2024, 6, 30)),
        ("1.2", ["Environment Agency"], ["Statistics Bureau"], "ongoing"),
        ("1.3", ["Public Works"], ["Treasury", "Port Authority"], date(2025, 9, 30)),
    ]


def test_a_head_that_narrow_columns_have_broken_is_put_together() -> None:
    table = [
        ["No.", "Action to be\ntaken", "Lead\nagency", "Supporting\nagencies", "Time\nframe"],
        ["1", "Map erosion hotspots along the shore", "Port Authority", "Harbour University", "June 2024"],
        ["2", "Raise the seawall", "Public Works", "Treasury", "Q3 2025"],
        ["3", "Publish a report", "Environment Agency", "Statistics Bureau", "Ongoing"],
    ]
    draft = read(pdf("Coast Plan 2024", table, widths=[35, 180, 110, 120, 90], rules=""), "a.pdf", today=TODAY)
    assert rows(draft) == [
        ("1", ["Port Authority"], ["Harbour University"], date(2024, 6, 30)),
        ("2", ["Public Works"], ["Treasury"], date(2025, 9, 30)),
        ("3", ["Environment Agency"], ["Statistics Bureau"], "ongoing"),
    ]


def test_items_of_running_text_are_no_table() -> None:
    text = (
        "一、主要任务\n1.编制预算，确保重点支出。（牵头单位：市财政局；配合单位：市审计局；完成时限：2024年5月）\n"
        "2.开展审计，覆盖全部项目。（牵头单位：市审计局；完成时限：2024年6月）"
    )
    draft = read(pdf("2024年工作方案", text), "a.pdf", today=TODAY)
    assert rows(draft) == [
        ("1", ["市财政局"], ["市审计局"], date(2024, 5, 31)),
        ("2", ["市审计局"], [], date(2024, 6, 30)),
    ]


def test_a_line_that_comes_again_on_every_page_is_no_running_head_unless_it_stands_at_an_edge() -> None:
    items = "\n".join(f"{i}.推进改革事项之{i}。\n责任单位：市发改委\n完成时限：2024年12月底" for i in range(1, 61))
    draft = read(pdf("2024年工作方案", items), "a.pdf", today=TODAY)
    assert len(draft.tasks) == 60
    assert {(t.lead, t.deadline) for t in draft.tasks} == {(("市发改委",), date(2024, 12, 31))}


def test_a_scan_is_named_as_one_and_word_is_asked_for() -> None:
    with pytest.raises(PlanError, match=r"扫描件.*Word"):
        read(pdf(""), "a.pdf", today=TODAY)
