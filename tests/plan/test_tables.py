"""Tables: heads in any wording and order, merged cells, section rows, forms, sheets."""

from __future__ import annotations

from datetime import date

import pytest

from bot.plan import read
from tests.plan.drafts import TODAY, kinds, of_table, of_text, row
from tests.plan.making import LEFT, UP, Rows, docx, xlsx


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


def test_a_table_that_only_lays_out_text_is_read_as_text() -> None:
    data = docx("", [["2024年方案\n1.推进改革攻坚。（市发改委牵头，6月底前）\n2.优化服务水平。（市政务局牵头）"]])
    assert [t.lead for t in read(data, "a.docx", today=TODAY).tasks] == [("市发改委",), ("市政务局",)]


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


def test_forms_with_heads_that_nobody_knows_are_read_as_one_task_each() -> None:
    def form(number: str, task: str, unit: str, due: str) -> Rows:
        return [
            ["督办编号", number],
            ["督办事项", task],
            ["办理要求", "尽快落实"],
            ["交办领导", "张县长"],
            ["主办单位", unit],
            ["办结时限", due],
            ["审签", ""],
        ]

    data = docx(
        "2024年县政府督办事项交办单",
        form("2024-001", "加快农贸市场升级", "县商务局", "2024年8月31日"),
        "",
        form("2024-002", "解决北环路积水", "县住建局", "6月底"),
    )
    draft = read(data, "a.docx", today=TODAY)
    assert [(t.title, t.lead, t.deadline) for t in draft.tasks] == [
        ("加快农贸市场升级", ("县商务局",), date(2024, 8, 31)),
        ("解决北环路积水", ("县住建局",), date(2024, 6, 30)),
    ]
