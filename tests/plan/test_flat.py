"""Tables that have lost their form: tabs in lines, one cell a line, rows broken within a cell."""

from __future__ import annotations

from datetime import date

from bot.plan import read
from tests.plan.drafts import of_text, row


def test_a_table_pasted_with_tabs_is_read() -> None:
    draft = of_text(
        "附件：2024年重点任务清单\n序号\t重点任务\t具体措施\t责任单位\t完成时限\n1\t优化服务\t一窗受理\t市政务局\t2024年6月\n"
        "2\t简化流程\t压减材料\t市政务局、市司法局\t6月底前\n\t\t压缩时限\t市政务局\t2024年12月底\n"
    )
    assert [t.code for t in draft.tasks] == ["1", "2", "2-2"]
    assert draft.title == "2024年重点任务清单"


def test_a_table_pasted_as_one_cell_a_line_is_read() -> None:
    cells = "序号 任务内容 牵头单位 责任单位 完成时限 1 推进数据共享 市大数据局 各相关部门 2024年9月 2 建设平台 市大数据局 市财政局 长期坚持"  # noqa: E501
    draft = of_text("任务分解表\n" + "\n".join(cells.split()))
    assert [row(t) for t in draft.tasks] == [
        ("1", "推进数据共享", ["市大数据局"], ["各相关部门"], date(2024, 9, 30)),
        ("2", "建设平台", ["市大数据局"], ["市财政局"], "ongoing"),
    ]


def test_a_table_of_one_cell_a_line_with_its_title_blank_lines_and_sections() -> None:
    cells = [
        "重点任务清单",
        "序号",
        "任务",
        "牵头单位",
        "配合单位",
        "完成时限",
        "一、简政放权",
        "1",
        "推进改革",
        "市发改委",
        "各部门",
    ]
    cells += ["6月底", "二、放管结合", "2", "强化监管", "市市监局、\n市城管局", "市司法局", "长期坚持"]
    for gap in ("\n", "\n\n"):
        draft = of_text(gap.join(cells))
        assert [(t.code, t.section, t.lead, t.support) for t in draft.tasks] == [
            ("1", "一、简政放权", ("市发改委",), ("各部门",)),
            ("2", "二、放管结合", ("市市监局", "市城管局"), ("市司法局",)),
        ]


def test_a_pasted_row_broken_within_a_cell_and_a_head_over_two_columns() -> None:
    draft = of_text(
        "序号\t具体任务\t牵头单位\t配合单位\t完成时限\n1\t做好甲事\t完善制度\t甲局\t乙局\t2024年6月\n"
        "2\t做好乙事\t加强管理\t乙局\t甲局、\n丙局\t长期坚持\n"
    )
    assert [(t.title, t.description, t.support, t.deadline) for t in draft.tasks] == [
        ("做好甲事", "完善制度", ("乙局",), date(2024, 6, 30)),
        ("做好乙事", "加强管理", ("甲局", "丙局"), "ongoing"),
    ]


def test_a_signature_below_a_table_of_tabs_dates_the_plan_and_is_no_part_of_the_last_row() -> None:
    text = "三年行动计划\n序号\t任务\t牵头单位\t完成时限\n1\t一照多址\t县市场监管局\t2022年8月\n"
    text += "县政府办公室\n2022年4月28日\n"
    draft = read(text.encode(), "plan.txt", today=date(2022, 6, 1))
    assert draft.issued == date(2022, 4, 28)
    assert draft.tasks[0].deadline == date(2022, 8, 31)
    assert draft.tasks[0].deadline_text == "2022年8月"


def test_a_cell_broken_over_lines_below_a_table_of_tabs_stays_with_its_row() -> None:
    text = "计划\n序号\t任务\t完成时限\t牵头单位\n1\t一照多址\t2022年8月\t县市场监管局、\n县税务局\n"
    text += "2\t证照分离\t2022年9月\t县司法局\n"
    draft = read(text.encode(), "plan.txt", today=date(2022, 6, 1))
    assert draft.tasks[0].lead == ("县市场监管局", "县税务局")
    assert draft.issued is None
