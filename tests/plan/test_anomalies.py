"""What is odd about a plan, and what is not."""

from __future__ import annotations

from datetime import date

import pytest

from bot.plan import read
from tests.plan.drafts import TODAY, kinds, of_table, of_text
from tests.plan.making import docx


def test_everything_odd_is_told_with_its_place_and_a_suggestion() -> None:
    data = docx(
        "2024年任务清单（共8项任务）",
        [
            ["序号", "任务", "牵头单位", "配合单位", "完成时限"],
            ["1", "任务甲", "县发改局", "", "2023-11-31"],
            ["2", "任务乙", "县发改局", "县发改局", "2021年6月"],
            ["4", "任务丙", "", "县教委", "待定"],
            ["4", "任务丁", "各相关部门、县教委", "", "收到通知后30天内"],
            ["5", "任务戊，到2025年实现100家", "县发改委", "", "2024年1月"],
        ],
        "县政府办公室\n2024年1月5日",
    )
    draft = read(data, "a.docx", today=TODAY)
    assert {
        ("deadline_invalid", "1"), ("deadline_past", "2"), ("lead_in_support", "2"), ("lead_missing", "4"),
        ("deadline_unreadable", "4"), ("collective_lead", "4-2"), ("deadline_relative", "4-2"), ("number_repeated", "4"),  # noqa: E501
        ("number_gap", None), ("deadline_contradicts_text", "5"), ("count_differs", None),
    } <= kinds(draft)  # fmt: skip
    told = [a for a in draft.anomalies if a.code == "1"]
    assert told[0].place == "表1第2行"
    assert "2023-11-30" in told[0].suggestion


def test_a_plain_plan_has_no_anomalies() -> None:
    draft = of_table(
        [
            ["序号", "任务", "责任单位", "完成时限"],
            ["1", "编制预算", "县财政局", "2024年5月"],
            ["2", "开展审计", "县审计局", "长期坚持"],
        ]
    )
    assert draft.anomalies == ()


@pytest.mark.parametrize(
    ("today", "month"), [(date(2024, 12, 9), date(2025, 1, 1)), (date(2024, 3, 31), date(2024, 4, 1))]
)
def test_the_first_month_follows_the_issue_or_else_the_import(today: date, month: date) -> None:
    draft = of_text("分工\n1.甲任务内容。（甲局负责）\n")
    assert draft.issued is None
    assert draft.first_month(today) == month
