"""Layouts: tables with heads in any order, flattened tables, prose with brackets, Markdown."""

from __future__ import annotations

from datetime import date

import pytest

from bot.plan import Draft, DraftTask, read
from tests.plan.making import LEFT, UP, Rows, docx, xlsx

TODAY = date(2024, 3, 1)


def of_text(text: str, name: str = "plan.txt") -> Draft:
    return read(text.encode(), name, today=TODAY)


def of_table(rows: Rows, before: str = "2024年重点工作任务清单") -> Draft:
    return read(docx(before, rows), "plan.docx", today=TODAY)


def row(task: DraftTask) -> tuple[str, str, list[str], list[str], object]:
    return task.code, task.title, list(task.lead), list(task.support), task.deadline


def kinds(draft: Draft) -> set[tuple[str, str | None]]:
    return {(a.kind, a.code) for a in draft.anomalies}


# Tables --------------------------------------------------------------------------------------------------------------
def test_heads_are_known_in_any_order_and_wording() -> None:
    draft = of_table(
        [
            ["时限要求", "主责部门", "责任人", "工作内容", "编号", "责任部门", "备注"],
            ["3月", "县财政局", "张三", "编制预算", "1", "县审计局", ""],
            ["每月", "县委组织部", "李四", "选派干部30名", "2", "", "重点"],
        ]
    )
    assert [row(t) for t in draft.tasks] == [
        ("1", "编制预算", ["县财政局"], ["县审计局"], date(2024, 3, 31)),
        ("2", "选派干部30名", ["县委组织部"], [], "ongoing"),
    ]


def test_an_english_table_is_read() -> None:
    draft = of_text('No.,Action,Lead,Support,Deadline\n1,Publish plan,CDO Council,GSA; OMB,"March 31, 2024"\n', "a.csv")
    assert [row(t) for t in draft.tasks] == [("1", "Publish plan", ["CDO Council"], ["GSA", "OMB"], date(2024, 3, 31))]


def test_a_merged_title_is_taken_from_above_and_a_second_row_gets_its_own_code() -> None:
    draft = of_table(
        [
            ["序号", "重点任务", "具体措施", "责任单位", "完成时限"],
            ["1", "提升服务", "推行一窗受理", "县政务局", "2024年6月底"],
            [UP, UP, "压减申请材料", "县司法局", "2024年9月底"],
            ["2", "强化监管", "双随机检查", "县市场监管局", "长期坚持"],
        ]
    )
    assert [(t.code, t.title, t.lead, t.deadline) for t in draft.tasks] == [
        ("1", "提升服务", ("县政务局",), date(2024, 6, 30)),
        ("1-2", "提升服务", ("县司法局",), date(2024, 9, 30)),
        ("2", "强化监管", ("县市场监管局",), "ongoing"),
    ]
    assert {("second_row", "1-2"), ("merged_title", "1-2")} <= kinds(draft)


def test_rows_that_share_everything_but_the_measure_are_one_task() -> None:
    draft = of_table(
        [
            ["序号", "重点任务", "具体措施", "责任单位", "完成时限"],
            ["1", "提升服务", "推行一窗受理", "县政务局", "2024年6月底"],
            [UP, UP, "开展窗口培训", UP, UP],
        ]
    )
    assert [t.description for t in draft.tasks] == ["推行一窗受理\n开展窗口培训"]


def test_a_category_column_is_the_section_and_is_filled_down() -> None:
    draft = of_table(
        [
            ["类别", "序号", "工作举措", "牵头单位", "配合单位", "完成时间"],
            ["产业发展", "1", "培育企业20家", "县经信局", "县财政局", "12月底前"],
            [UP, "2", "建设园区", "县经信局", "", "10月底前"],
            ["民生保障", "3", "新建学校", "县教育局", "县住建局", "8月底前"],
        ]
    )
    assert [(t.section, t.code, t.support) for t in draft.tasks] == [
        ("产业发展", "1", ("县财政局",)),
        ("产业发展", "2", ()),
        ("民生保障", "3", ("县住建局",)),
    ]


def test_a_head_of_two_rows_and_a_column_per_quarter() -> None:
    draft = of_table(
        [
            ["序号", "工作任务", "责任分工", LEFT, "进度安排", LEFT, LEFT, LEFT],
            [UP, UP, "牵头单位", "配合单位", "一季度", "二季度", "三季度", "四季度"],
            ["1", "建设综合服务中心", "县政务局", "县财政局", "完成选址", "完成设计", "开工", "完工"],
        ]
    )
    (task,) = draft.tasks
    assert row(task) == ("1", "建设综合服务中心", ["县政务局"], ["县财政局"], date(2024, 12, 31))
    assert [(m.title, m.due.month) for m in task.milestones] == [
        ("完成选址", 3),
        ("完成设计", 6),
        ("开工", 9),
        ("完工", 12),
    ]


def test_a_table_without_numbers_counts_its_rows() -> None:
    draft = of_text(
        "# 2024年工作分工\n\n| 工作任务 | 责任单位 |\n|---|---|\n| 新建公园3座 | 市城管局 |\n| 办招聘会 | 市人社局牵头，市妇联配合 |\n",  # noqa: E501
        "a.md",
    )
    assert [row(t) for t in draft.tasks] == [
        ("1", "新建公园3座", ["市城管局"], [], None),
        ("2", "办招聘会", ["市人社局"], ["市妇联"], None),
    ]


def test_a_table_without_a_head_is_told_by_its_contents() -> None:
    draft = of_table(
        [
            ["1", "开展普法宣传进社区活动", "县司法局", "2024年6月"],
            ["2", "整治市容环境卫生", "县城管局、县住建局", "2024年9月"],
            ["3", "加强食品安全抽检", "县市场监管局", "长期坚持"],
        ]
    )
    assert [t.lead for t in draft.tasks] == [("县司法局",), ("县城管局", "县住建局"), ("县市场监管局",)]
    assert draft.tasks[0].deadline == date(2024, 6, 30)


def test_several_tables_under_headings_that_count_anew_get_codes_with_the_section() -> None:
    head = ["序号", "任务", "牵头单位", "完成时限"]
    data = docx(
        "2024年任务分工", "一、经济发展", [head, ["1", "稳增长", "县发改局", "12月底"], ["2", "扩投资", "县发改局", "12月底"]],  # noqa: E501
        "二、社会民生", [head, ["1", "办教育", "县教育局", "8月底"], ["2", "稳就业", "县人社局", "12月底"]],
    )  # fmt: skip
    draft = read(data, "a.docx", today=TODAY)
    assert [(t.code, t.section) for t in draft.tasks] == [
        ("一.1", "一、经济发展"), ("一.2", "一、经济发展"), ("二.1", "二、社会民生"), ("二.2", "二、社会民生"),
    ]  # fmt: skip


def test_sheets_are_sections_titles_above_heads_and_notes_below_are_no_tasks() -> None:
    head = ["序号", "任务名称", "责任单位", "完成时限"]
    title = ["2024年重点任务", LEFT, LEFT, LEFT]
    data = xlsx(
        ("经济", [title, head, ["1", "稳增长", "县发改局", "2024年12月"], ["2", "扩投资", "县发改局", "2024年12月"]]),
        (
            "民生",
            [
                title,
                head,
                ["1", "办教育", "县教育局", "2024年8月"],
                ["", "注：时限以批复为准", "", ""],
                ["合计", "3", "", ""],
            ],
        ),
    )
    draft = read(data, "a.xlsx", today=TODAY)
    assert [(t.section, t.title) for t in draft.tasks] == [("经济", "稳增长"), ("经济", "扩投资"), ("民生", "办教育")]
    assert len({t.code for t in draft.tasks}) == 3
    assert draft.title == "2024年重点任务"


def test_hidden_rows_are_read_with_a_note_and_real_dates_shown_as_dates() -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(
        io.BytesIO(
            xlsx(
                (
                    "表",
                    [
                        ["序号", "任务", "责任单位", "完成时限"],
                        ["1", "甲事项", "县财政局", ""],
                        ["2", "乙事项", "县教委", ""],
                    ],
                )
            )
        )
    )
    sheet = book.active
    sheet["D2"], sheet["D3"] = date(2024, 8, 1), date(2024, 9, 15)
    sheet["D2"].number_format, sheet["D3"].number_format = 'yyyy"年"m"月"', "yyyy-mm-dd"
    sheet.row_dimensions[3].hidden = True
    out = io.BytesIO()
    book.save(out)
    draft = read(out.getvalue(), "a.xlsx", today=TODAY)
    assert [t.deadline for t in draft.tasks] == [date(2024, 8, 31), date(2024, 9, 15)]
    assert ("hidden_rows", None) in kinds(draft)


# Flattened -----------------------------------------------------------------------------------------------------------
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


# Prose ---------------------------------------------------------------------------------------------------------------
def test_items_with_brackets_and_two_levels_of_numbers() -> None:
    draft = of_text(
        "2024年工作方案\n一、产业发展\n（一）工业\n1.培育优势企业。推动转型。（县经信局牵头，县财政局配合，10月底前）\n"
        "2.建设产业园区。（责任单位：县经信局；完成时限：2024年6月）\n（二）农业\n3.发展特色种植。（县农业农村局，长期坚持）\n"
    )
    assert [row(t) for t in draft.tasks] == [
        ("1", "培育优势企业", ["县经信局"], ["县财政局"], date(2024, 10, 31)),
        ("2", "建设产业园区", ["县经信局"], [], date(2024, 6, 30)),
        ("3", "发展特色种植", ["县农业农村局"], [], "ongoing"),
    ]
    assert (draft.tasks[2].section, draft.tasks[2].subsection) == ("一、产业发展", "（二）农业")


def test_numbers_that_start_again_in_each_section_get_its_ordinal() -> None:
    draft = of_text(
        "工作方案\n（一）工业\n1.培育企业。（甲局牵头）\n2.建园区。（乙局牵头）\n（二）农业\n1.种植。（丙局负责）\n2.养殖。（丙局负责）\n"
    )
    assert [t.code for t in draft.tasks] == ["一.1", "一.2", "二.1", "二.2"]


def test_a_heading_owns_its_numbered_points_where_only_the_last_one_names_units() -> None:
    draft = of_text(
        "行动计划\n（一）壮大集群。1.做强电子。2.做优装备。（责任单位：市工信局，各区政府）\n"
        "（二）培育主体。1.建实验室。2.引进人才。（责任单位：市科技局）\n"
    )
    assert [(t.title, t.lead) for t in draft.tasks] == [
        ("壮大集群", ("市工信局", "各区政府")),
        ("培育主体", ("市科技局",)),
    ]


def test_several_brackets_in_an_item_make_several_rows() -> None:
    draft = of_text(
        "清单\n1.新建口袋公园10个（市城管局），改造老旧小区50个（市住建局）。\n2.新增停车位（市公安局牵头）（2024年10月底前）。\n"
    )
    assert [(t.code, t.lead, t.deadline) for t in draft.tasks] == [
        ("1", ("市城管局",), None), ("1-2", ("市住建局",), None), ("2", ("市公安局",), date(2024, 10, 31)),
    ]  # fmt: skip


def test_labelled_lines_below_an_item_are_its_units() -> None:
    draft = of_text(
        "2024年重点工作责任分解\n1. 地区生产总值增长8%以上。\n牵头负责领导:金力。\n牵头责任单位:市发展改革委。\n"
        "协同责任单位:市经信局、滁州海关等,各县、市、区政府。\n2. 完成改革。完成时限：2024年6月底前。\n牵头责任单位:市国资委。\n"  # noqa: E501
    )
    assert [row(t)[2:] for t in draft.tasks] == [
        (["市发展改革委"], ["市经信局", "滁州海关", "各县、市、区政府"], None),
        (["市国资委"], [], date(2024, 6, 30)),
    ]


def test_a_document_on_one_line_is_broken_at_its_numbers() -> None:
    draft = of_text(
        "某市2024年优化营商环境工作要点 一、提升政务服务（一）深化一网通办。推动网办率达95%以上。（市政务局牵头，各区县配合，2024年6月底前完成）"  # noqa: E501
        "（二）推进一件事。年内上线20件。（责任单位：市政务局、市公安局；完成时限：2024年12月）二、强化法治保障（三）完善涉企执法。（市司法局牵头）"
        "（四）开展评估。（市发展改革委，长期坚持）"
    )
    assert [t.title for t in draft.tasks] == ["深化一网通办", "推进一件事", "完善涉企执法", "开展评估"]
    assert draft.tasks[2].section == "二、强化法治保障"
    assert draft.title == "某市2024年优化营商环境工作要点"


def test_paragraphs_without_numbers_are_tasks_where_they_name_units() -> None:
    draft = of_text(
        "关于做好防汛工作的任务分工\n加强隐患排查。（责任单位：市水利局；完成时限：5月底前）\n做好物资储备。（责任单位：市应急局；完成时限：6月10日前）\n2024年4月2日\n"
    )
    assert [row(t)[1:] for t in draft.tasks] == [
        ("加强隐患排查", ["市水利局"], [], date(2024, 5, 31)),
        ("做好物资储备", ["市应急局"], [], date(2024, 6, 10)),
    ]
    assert draft.issued == date(2024, 4, 2)


def test_an_item_that_names_nobody_among_siblings_that_do_is_kept_with_an_anomaly() -> None:
    draft = of_text(
        "分工\n1.甲任务内容。（甲局负责）\n2.乙任务的内容。\n3.丙任务内容。（丙局负责）\n4.丁任务内容。（丁局负责）\n"
    )
    assert [t.code for t in draft.tasks] == ["1", "2", "3", "4"]
    assert ("lead_missing", "2") in kinds(draft)


def test_brackets_that_only_explain_are_not_responsible() -> None:
    draft = of_text("分工\n1.各政府（管委会）网站迁移，完善系统（含子系统）。（市政府办公室牵头）\n")
    assert draft.tasks[0].lead == ("市政府办公室",)


def test_a_date_in_the_text_counts_where_nothing_else_is_said() -> None:
    draft = of_text(
        "2022年工作要点\n1.编制清单。2022年10月底前编制并公布清单。（市政府办公室牵头）\n2.优化服务，每年2月底前报告。（甲局负责）\n"
    )
    assert [t.deadline for t in draft.tasks] == [date(2022, 10, 31), "ongoing"]
    assert ("deadline_in_text", "1") in kinds(draft)


def test_a_table_in_the_annex_is_the_ledger_and_the_prose_is_not() -> None:
    data = docx(
        "2024年方案\n1.推进甲事。（甲局负责）\n2.推进乙事。（乙局负责）",
        [
            ["序号", "任务", "责任单位", "完成时限"],
            ["1", "甲事之一", "甲局", "5月"],
            ["2", "甲事之二", "甲局", "6月"],
            ["3", "乙事", "乙局", "7月"],
        ],
    )
    assert [t.title for t in read(data, "a.docx", today=TODAY).tasks] == ["甲事之一", "甲事之二", "乙事"]


def test_automatic_numbers_of_word_are_counted() -> None:
    import io

    import docx as library

    document = library.Document()
    document.add_paragraph("2024年工作分工")
    for text in ("推进改革事项落地。（县发改局牵头）", "优化服务事项流程。（县政务局牵头）"):
        document.add_paragraph(text, style="List Number")
    out = io.BytesIO()
    document.save(out)
    draft = read(out.getvalue(), "a.docx", today=TODAY)
    assert [row(t)[:3] for t in draft.tasks] == [
        ("1", "推进改革事项落地", ["县发改局"]),
        ("2", "优化服务事项流程", ["县政务局"]),
    ]


# Anomalies -----------------------------------------------------------------------------------------------------------
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


def test_markdown_headings_are_sections() -> None:
    draft = of_text(
        "# 2024 Plan\n## Goal A\n| ID | Task | Owner | Due |\n|--|--|--|--|\n| A-1 | Do x | Team 1 | Q3 2024 |\n"
        "## Goal B\n| ID | Task | Owner | Due |\n|:-:|--|--|--|\n| B-1 | Do z | Team 4<br>Team 5 | TBD |\n",
        "a.md",
    )
    assert [(t.code, t.section, t.lead, t.deadline) for t in draft.tasks] == [
        ("A-1", "Goal A", ("Team 1",), date(2024, 9, 30)),
        ("B-1", "Goal B", ("Team 4", "Team 5"), None),
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


def test_tables_of_people_are_no_ledger() -> None:
    data = docx(
        "2024年方案\n1.推进改革攻坚。（市发改委牵头）\n2.优化服务水平。（市政务局牵头）",
        [
            ["姓名", "单位", "电话"],
            ["张三", "市发改委", "123"],
            ["李四", "市政务局", "456"],
            ["王五", "市政务局", "789"],
        ],
    )
    assert [t.title for t in read(data, "a.docx", today=TODAY).tasks] == ["推进改革攻坚", "优化服务水平"]


def test_levels_of_indicators_are_sections_and_the_last_is_the_task() -> None:
    draft = of_table(
        [
            ["一级指标", "二级指标", "三级指标", "责任单位", "完成时限"],
            ["政务服务", "网上办", "网办率达到95%", "市政务局", "6月"],
            [UP, UP, "推行容缺受理", "市司法局", "7月"],
            [UP, "窗口办", "满意率99%", "市政务局", "8月"],
        ]
    )
    assert [(t.section, t.subsection, t.title) for t in draft.tasks] == [
        ("政务服务", "网上办", "网办率达到95%"), ("政务服务", "网上办", "推行容缺受理"), ("政务服务", "窗口办", "满意率99%"),  # noqa: E501
    ]  # fmt: skip


def test_a_heading_with_one_paragraph_below_is_one_task() -> None:
    draft = of_text(
        "XX市促进科技创新若干措施\n一、支持研发投入\n（一）加大财政补助\n对企业研发投入给予补助。\n责任单位：市科技局、市财政局\n"
        "（二）培育高新企业\n对首次认定的企业给予奖励。\n\n责任单位：市科技局、各区政府\n"
    )
    assert [(t.code, t.section, t.title, t.description, t.lead) for t in draft.tasks] == [
        ("一", "一、支持研发投入", "加大财政补助", "对企业研发投入给予补助。", ("市科技局", "市财政局")),
        ("二", "一、支持研发投入", "培育高新企业", "对首次认定的企业给予奖励。", ("市科技局", "各区政府")),
    ]


def test_a_table_that_only_lays_out_text_is_read_as_text() -> None:
    data = docx("", [["2024年方案\n1.推进改革攻坚。（市发改委牵头，6月底前）\n2.优化服务水平。（市政务局牵头）"]])
    assert [t.lead for t in read(data, "a.docx", today=TODAY).tasks] == [("市发改委",), ("市政务局",)]


def test_a_pasted_row_broken_within_a_cell_and_a_head_over_two_columns() -> None:
    draft = of_text(
        "序号\t具体任务\t牵头单位\t配合单位\t完成时限\n1\t做好甲事\t完善制度\t甲局\t乙局\t2024年6月\n"
        "2\t做好乙事\t加强管理\t乙局\t甲局、\n丙局\t长期坚持\n"
    )
    assert [(t.title, t.description, t.support, t.deadline) for t in draft.tasks] == [
        ("做好甲事", "完善制度", ("乙局",), date(2024, 6, 30)),
        ("做好乙事", "加强管理", ("甲局", "丙局"), "ongoing"),
    ]


def test_numbers_without_any_mark_count_where_they_run_on() -> None:
    draft = of_text("2024年要点\n1推进改革攻坚（市发改委）\n2优化服务水平（市政务局）\n3个园区建设提速。\n")
    assert [(t.code, t.title) for t in draft.tasks] == [("1", "推进改革攻坚"), ("2", "优化服务水平")]


def test_stages_in_a_measure_are_milestones() -> None:
    draft = of_table(
        [
            ["序号", "问题", "整改措施", "整改时限", "责任单位"],
            ["1", "器件故障", "第一阶段：排查，6月完成；第二阶段：整改，7月上旬完成", "2024年7月底", "设备处"],
        ]
    )
    (task,) = draft.tasks
    assert task.deadline == date(2024, 7, 31)
    assert [m.due for m in task.milestones] == [date(2024, 6, 30), date(2024, 7, 10)]


def test_a_small_table_beside_many_items_does_not_hide_them() -> None:
    items = "\n".join(f"{i}.推进第{i}类事项落实。（县发改局牵头）" for i in range(1, 16))
    data = docx(
        f"2024年方案\n{items}",
        [
            ["序号", "指标", "责任单位"],
            ["1", "网办率", "县政务局"],
            ["2", "满意率", "县政务局"],
            ["3", "好评率", "县政务局"],
        ],
    )
    draft = read(data, "a.docx", today=TODAY)
    assert len(draft.tasks) == 15
    assert ("left_out", None) in kinds(draft)


def test_english_prose_with_labels_is_read() -> None:
    draft = of_text(
        "# Open Plan 2022-2024\n## Commitment 1: Ownership\nResponsible: Ministry of Justice\nDeadline: 31 December 2023\n"  # noqa: E501
        "1.1 Draft the law. (Lead: Ministry of Justice; Deadline: June 2023)\n"
        "1.2 Build the register. (Lead: Revenue Agency; Support: IT Agency; Deadline: Q4 2023)\n",
        "a.md",
    )
    assert [row(t) for t in draft.tasks] == [
        ("1", "Ownership", ["Ministry of Justice"], [], date(2023, 12, 31)),
        ("1.1", "Draft the law.", ["Ministry of Justice"], [], date(2023, 6, 30)),
        ("1.2", "Build the register.", ["Revenue Agency"], ["IT Agency"], date(2023, 12, 31)),
    ]


@pytest.mark.parametrize("where", ["head", "note", "text"])
def test_the_first_unit_leads_where_the_document_says_so_for_all(where: str) -> None:
    head = "责任单位（列第一位的为牵头单位）" if where == "head" else "责任单位"
    before = "2024年分工\n列第一位的责任单位为牵头单位。" if where == "text" else "2024年分工"
    rows = [
        ["序号", "任务", head, "完成时限"],
        ["1", "编制预算", "县财政局、县审计局", "5月"],
        ["2", "开展审计", "县审计局", "6月"],
    ]
    if where == "note":
        rows.append(["注：责任单位中排第一位的为牵头单位", LEFT, LEFT, LEFT])
    draft = of_table(rows, before)
    assert [(t.lead, t.support) for t in draft.tasks] == [(("县财政局",), ("县审计局",)), (("县审计局",), ())]


def test_a_star_marks_the_lead() -> None:
    draft = of_table([["序号", "任务", "责任单位", "完成时限"], ["1", "编制预算", "县审计局、★县财政局", "5月"]])
    assert [(t.lead, t.support) for t in draft.tasks] == [(("县财政局",), ("县审计局",))]


def test_rows_with_an_ordinal_and_a_title_alone_are_sections() -> None:
    draft = of_table(
        [
            ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"],
            ["一", "打造市场环境", "", "", ""],
            ["（一）", "准入退出", "", "", ""],
            ["1", "推行告知承诺", "县政务局", "县司法局", "6月"],
            ["（二）", "要素保障", "", "", ""],
            ["2", "简化用水报装", "县水利局", "", "7月"],
            ["二", "打造法治环境", "", "", ""],
            ["3", "规范执法", "县司法局", "", "8月"],
        ]
    )
    assert [(t.code, t.section, t.subsection) for t in draft.tasks] == [
        ("1", "一、打造市场环境", "（一）准入退出"), ("2", "一、打造市场环境", "（二）要素保障"), ("3", "二、打造法治环境", ""),  # noqa: E501
    ]  # fmt: skip
    assert draft.anomalies == ()


def test_a_number_above_its_points_is_their_section() -> None:
    draft = of_table(
        [
            ["序号", "工作任务", "责任单位", "完成时限"],
            ["1", "优化审批", "", ""],
            ["1.1", "推行告知承诺", "县政务局", "6月"],
            ["1.2", "压缩审批时限", "1.县政务局 2.县司法局", "7月"],
            ["2", "规范执法", "县司法局", "8月"],
        ]
    )
    assert [(t.code, t.section, t.lead) for t in draft.tasks] == [
        ("1.1", "1.优化审批", ("县政务局",)), ("1.2", "1.优化审批", ("县政务局", "县司法局")), ("2", "", ("县司法局",)),
    ]  # fmt: skip


def test_a_chapter_s_units_are_those_of_its_points_where_these_name_none() -> None:
    draft = of_text(
        "2024年分工\n一、推进改革（市发改委牵头，市财政局配合）\n1.完善改革机制。\n2.推进试点示范。\n二、优化服务（市政务局牵头）\n3.简化办事流程。\n4.压减申请材料。\n"
    )
    assert [(t.code, t.section, t.lead, t.support) for t in draft.tasks] == [
        ("1", "一、推进改革", ("市发改委",), ("市财政局",)), ("2", "一、推进改革", ("市发改委",), ("市财政局",)),
        ("3", "二、优化服务", ("市政务局",), ()), ("4", "二、优化服务", ("市政务局",), ()),
    ]  # fmt: skip


def test_points_below_a_subheading_that_names_units_are_its_details() -> None:
    draft = of_text(
        "若干措施\n（一）加大补助。（责任单位：市科技局）\n1.对新认定企业给予奖励。\n2.对研发投入给予补助。\n"
        "（二）培育人才。（责任单位：市人社局）\n1.建设人才公寓。\n2.发放人才津贴。\n"
    )
    assert [(t.code, t.title, t.lead) for t in draft.tasks] == [
        ("一", "加大补助", ("市科技局",)),
        ("二", "培育人才", ("市人社局",)),
    ]
    assert "研发投入" in draft.tasks[0].description


def test_brackets_may_be_nested_mixed_or_left_open() -> None:
    draft = of_text(
        "分工\n1.完善交通设施。（责任单位：市交通委（市道运局）、市公安局）\n2.推进平台建设。（牵头单位：市大数据局)\n3.加强统计监测。（责任单位：市统计局\n"
    )
    assert [t.lead for t in draft.tasks] == [("市交通委（市道运局）", "市公安局"), ("市大数据局",), ("市统计局",)]


def test_lines_that_a_width_has_broken_are_joined() -> None:
    draft = of_text(
        "2024年方案\n1．推进简政放权改革，进一步压减审批事项，优化审批\n流程，推动审批服务便利化水平再上台阶，材料压减30%以\n上。（牵头单位：市政务局；责任单位：市发改委、市\n司法局；完成时限：2024年12月）\n"
        "2．加强信用监管。（市发改\n委牵头，2024年9月底前）\n"
    )
    assert [row(t)[1:] for t in draft.tasks] == [
        (
            "推进简政放权改革，进一步压减审批事项，优化审批流程，推动审批服务便利化水平再上台阶，材料压减30%以上",
            ["市政务局"],
            ["市发改委", "市司法局"],
            date(2024, 12, 31),
        ),
        ("加强信用监管", ["市发改委"], [], date(2024, 9, 30)),
    ]


def test_records_of_labelled_lines_are_tasks() -> None:
    draft = of_text(
        "2024年督办事项\n任务名称：推进项目建设\n牵头单位：市住建局\n完成时限：2024年10月底\n\n任务名称：加强安全监管\n牵头单位：市应急局\n完成时限：长期坚持\n"
    )
    assert [row(t) for t in draft.tasks] == [
        ("1", "推进项目建设", ["市住建局"], [], date(2024, 10, 31)), ("2", "加强安全监管", ["市应急局"], [], "ongoing"),
    ]  # fmt: skip


def test_a_form_for_each_task_is_read() -> None:
    def form(title: str, lead: str, due: str) -> Rows:
        return [["任务名称", title], ["牵头单位", lead], ["配合单位", "市财政局"], ["完成时限", due]]

    data = docx(
        "2024年督办单", form("推进项目建设", "市住建局", "10月底"), "", form("加强安全监管", "市应急局", "长期坚持")
    )
    assert [row(t) for t in read(data, "a.docx", today=TODAY).tasks] == [
        ("1", "推进项目建设", ["市住建局"], ["市财政局"], date(2024, 10, 31)),
        ("2", "加强安全监管", ["市应急局"], ["市财政局"], "ongoing"),
    ]


def test_a_list_by_units_gives_each_point_its_unit() -> None:
    draft = of_text(
        "2024年任务分工\n市住建局：\n1.推进项目建设，2024年10月底前完成。\n2.改造老旧小区。\n市应急局：\n3.加强安全监管，长期坚持。\n"
    )
    assert [(t.code, t.lead, t.deadline) for t in draft.tasks] == [
        ("1", ("市住建局",), date(2024, 10, 31)), ("2", ("市住建局",), None), ("3", ("市应急局",), "ongoing"),
    ]  # fmt: skip


def test_clauses_that_say_by_whom_are_rows() -> None:
    draft = of_text(
        "重点任务\n（一）优化环境。深化改革，由市政务局牵头，市司法局配合，2024年6月底前完成；加强监管，由市市场监管局负责，持续推进。\n（二）强化保障。加大支持力度。市财政局负责落实。\n"
    )
    assert [(t.code, t.lead, t.support, t.deadline) for t in draft.tasks] == [
        ("一", ("市政务局",), ("市司法局",), date(2024, 6, 30)), ("一-2", ("市市场监管局",), (), "ongoing"), ("二", ("市财政局",), (), None),  # noqa: E501
    ]  # fmt: skip


def test_bullets_are_items_of_their_own() -> None:
    draft = of_text(
        "# 2024年分工\n- 推进项目建设（市住建局牵头，2024年10月底前）\n- [ ] 优化服务（责任单位：市政务局）\n", "a.md"
    )
    assert [(t.code, t.title, t.lead) for t in draft.tasks] == [
        ("1", "推进项目建设", ("市住建局",)),
        ("2", "优化服务", ("市政务局",)),
    ]


def test_a_first_row_that_sounds_like_a_head_is_still_a_row() -> None:
    draft = of_table(
        [
            ["时间", "工作内容", "责任科室"],
            ["1月", "召开工作会议", "办公室"],
            ["3-4月", "组织专项检查", "督查科"],
            ["每季度", "通报进展", "办公室"],
        ]
    )
    assert [(t.title, t.deadline) for t in draft.tasks] == [
        ("召开工作会议", date(2024, 1, 31)), ("组织专项检查", date(2024, 4, 30)), ("通报进展", "ongoing"),
    ]  # fmt: skip


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
