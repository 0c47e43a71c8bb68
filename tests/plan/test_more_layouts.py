"""Documents of offices that lay their plans out in ways of their own, each with the ledger that a person reads."""

from __future__ import annotations

import io
from datetime import date

import pytest

from bot.plan import Draft, read
from tests.plan.making import LEFT, UP, docx, xlsx

TODAY = date(2024, 3, 1)
Ledger = list[tuple[str, str, str, str, object]]


def ledger(draft: Draft) -> Ledger:
    return [(t.code, t.title, " ".join(t.lead), " ".join(t.support), t.deadline) for t in draft.tasks]


LABELLED_LINES = """北川市2024年优化营商环境提升行动方案

    一、市场环境提升行动
    1．优化企业开办服务。全流程压缩至0.5个工作日。
    牵头单位：市市场监管局
    配合单位：市公安局、市税务局
    完成时限：2024年5月31日

    2．便利企业注销。推行简易注销。
    牵头单位：市市场监管局、市税务局
    完成时限：6月底

    二、法治环境提升行动
    3．规范涉企行政执法。推行“综合查一次”。
    责任单位：市司法局及各行政执法部门
    完成时限：持续推进
"""
BRACKETS = """云岭县促进民营经济发展若干措施分工方案
2023年7月11日
一、优化发展环境
（一）放宽市场准入
1.落实市场准入负面清单。（县发展改革局牵头，县市场监管局配合，2023年9月底前完成）
2.推行“证照一码通”改革。【牵头单位：县市场监管局；配合单位：县行政审批局】
（二）融资支持
3.设立信贷风险补偿资金池。（由县财政局会同县金融办、人民银行云岭县支行办理；10月底前）
4.开展“银企对接”活动。[牵头单位：县金融办  协办单位：各银行机构、县工商联]
5.推行工业用地“标准地”出让（县自然资源局，2024年3月底前取得明显成效并持续推进）。
"""
ONE_LINE = (
    "关于印发龙泉街道2024年下半年重点民生实事任务分工的通知 各社区、各科室： 现将任务分工印发给你们，请抓好落实。 "
    "一、养老服务 1.建成社区食堂3处，日均服务600人次（牵头科室：公共服务办；配合科室：各社区；完成时限：9月底前）。"
    "2.安装智能水表200户（牵头科室：民政科；配合科室：城建科、自来水公司；完成时限：10月31日前）。二、托育服务 "
    "3.新增普惠托位120个（公共服务办牵头，卫健科配合，12月底前完成）。4.开展入户指导（卫健科负责，长期坚持）。 "
    "龙泉街道办事处 2024年6月20日"
)
PIPES = """白沙镇2025年上半年重点工作清单
时间节点 | 工作事项 | 具体内容 | 主责部门 | 协助部门 | 备注
2025年1月20日 | 春节前安全检查 | 全覆盖检查 | 应急管理所 | 派出所、市场监管所 |
2月底 | 春耕备耕 | 储备化肥180吨 | 农业农村办公室 | 供销社 |
常态化 | 人居环境整治 | 每月开展“清洁日”活动 | 乡村振兴办公室 | 各村（居）委会、妇联 |
"""
WIDE_GAPS = """        松岭林场二〇二五年重点工作安排表

编号    工作名称            承办科室          协办科室              办结期限
1       森林防火巡护        护林科            各管护站              4月至6月
2       病虫害普查          营林科            科技站、各管护站      7月底
3       安全生产检查        安全科            各科室、各管护站      每月一次
"""
TABS = """海湾新区深化“放管服”改革2023年工作要点责任分解
一、审批制度改革
序号\t改革事项\t改革举措\t牵头部门\t协同部门\t完成时间
1\t工程审批\t推行“拿地即开工”\t规划建设局\t行政审批局、消防救援大队\t2023年6月底
2\t告知承诺制\t公布目录\t行政审批局\t各有关部门\t5月底前
二、监管改革
3\t信用监管\t分级分类全覆盖\t市场监督管理局\t发展和改革局\t长期
"""
CELL_A_LINE = """数字福海建设2024—2026年任务台账
任务名称
目标要求
牵头单位
责任单位
完成期限
公共数据归集
归集率达到98%
省数据局
省直有关部门
2024年12月
二、数字乡村
数字乡村试点
建成示范县8个
省委网信办
省农业农村厅、各设区市政府
2026年12月
数据安全演练
每年组织1次
省委网信办
无
长期坚持
省数据局负责解释。
"""
BLOCKS = """平安区2024年度平安建设重点项目责任清单

任务一：矛盾纠纷多元化解
主要内容：建成两级调处中心。
责任领导：赵明
牵头单位：区委政法委
配合单位：区法院、区司法局
完成时间：2024年6月30日

任务二：反诈宣传
主要内容：每月组织进社区宣传。
责任领导：钱亮
牵头单位：区公安分局
配合单位：区金融办
完成时间：贯穿全年
"""
NESTED = """# 古城区文旅融合发展2025年行动计划

## 一、精品景区提升
- **城墙夜游项目**：新增夜游线路2条。
  - 牵头：区文旅局
  - 配合：区城管局、区供电公司
  - 时限：2025年5月1日前

## 二、服务能力提升
- **旅游厕所改造**：改造15座。
  - 牵头：区城管局
  - 时限：6月底
"""
BY_UNITS = """河口镇2025年“三夏”生产工作责任分工
一、农业服务中心
1. 5月20日前检修联合收割机160台。
2. 落实夏播种子供应，6月20日前完成。
二、综合执法大队
1. 设置禁烧检查点24处，5月底前到位。
三、财政所
1. 6月10日前拨付秸秆还田补贴。
"""
NO_NUMBERS = """全县信访突出问题化解攻坚工作安排
根据会议要求，现就有关事项安排如下：
3月底前，对重复信访事项逐案建立台账，由县信访局牵头，各乡镇配合。
10月底前，化解物业服务类积案60件，由县住建局牵头，县法院、县司法局配合。
2025年2月18日
"""
TEXTS: dict[str, tuple[str, Ledger]] = {
    "labelled lines below each item": (
        LABELLED_LINES,
        [
            ("1", "优化企业开办服务", "市市场监管局", "市公安局 市税务局", date(2024, 5, 31)),
            ("2", "便利企业注销", "市市场监管局 市税务局", "", date(2024, 6, 30)),
            ("3", "规范涉企行政执法", "市司法局 各行政执法部门", "", "ongoing"),
        ],
    ),
    "brackets of many forms": (
        BRACKETS,
        [
            ("1", "落实市场准入负面清单", "县发展改革局", "县市场监管局", date(2023, 9, 30)),
            ("2", "推行“证照一码通”改革", "县市场监管局", "县行政审批局", None),
            ("3", "设立信贷风险补偿资金池", "县财政局", "县金融办 人民银行云岭县支行", date(2023, 10, 31)),
            ("4", "开展“银企对接”活动", "县金融办", "各银行机构 县工商联", None),
            ("5", "推行工业用地“标准地”出让", "县自然资源局", "", date(2024, 3, 31)),
        ],
    ),
    "everything on one line": (
        ONE_LINE,
        [
            ("1", "建成社区食堂3处，日均服务600人次", "公共服务办", "各社区", date(2024, 9, 30)),
            ("2", "安装智能水表200户", "民政科", "城建科 自来水公司", date(2024, 10, 31)),
            ("3", "新增普惠托位120个", "公共服务办", "卫健科", date(2024, 12, 31)),
            ("4", "开展入户指导", "卫健科", "", "ongoing"),
        ],
    ),
    "bars between cells, the time first": (
        PIPES,
        [
            ("1", "春节前安全检查", "应急管理所", "派出所 市场监管所", date(2025, 1, 20)),
            ("2", "春耕备耕", "农业农村办公室", "供销社", date(2025, 2, 28)),
            ("3", "人居环境整治", "乡村振兴办公室", "各村（居）委会 妇联", "ongoing"),
        ],
    ),
    "wide gaps between cells": (
        WIDE_GAPS,
        [
            ("1", "森林防火巡护", "护林科", "各管护站", date(2025, 6, 30)),
            ("2", "病虫害普查", "营林科", "科技站 各管护站", date(2025, 7, 31)),
            ("3", "安全生产检查", "安全科", "各科室 各管护站", "ongoing"),
        ],
    ),
    "tabs between cells, sections between rows": (
        TABS,
        [
            ("1", "工程审批", "规划建设局", "行政审批局 消防救援大队", date(2023, 6, 30)),
            ("2", "告知承诺制", "行政审批局", "各有关部门", date(2023, 5, 31)),
            ("3", "信用监管", "市场监督管理局", "发展和改革局", "ongoing"),
        ],
    ),
    "one cell a line without numbers or blank lines": (
        CELL_A_LINE,
        [
            ("1", "公共数据归集", "省数据局", "省直有关部门", date(2024, 12, 31)),
            ("2", "数字乡村试点", "省委网信办", "省农业农村厅 各设区市政府", date(2026, 12, 31)),
            ("3", "数据安全演练", "省委网信办", "", "ongoing"),
        ],
    ),
    "a block of labelled lines for each task": (
        BLOCKS,
        [
            ("一", "矛盾纠纷多元化解", "区委政法委", "区法院 区司法局", date(2024, 6, 30)),
            ("二", "反诈宣传", "区公安分局", "区金融办", date(2024, 12, 31)),
        ],
    ),
    "Markdown bullets with bullets below": (
        NESTED,
        [
            ("1", "城墙夜游项目", "区文旅局", "区城管局 区供电公司", date(2025, 5, 1)),
            ("2", "旅游厕所改造", "区城管局", "", date(2025, 6, 30)),
        ],
    ),
    "units for headings": (
        BY_UNITS,
        [
            ("一.1", "5月20日前检修联合收割机160台", "农业服务中心", "", date(2025, 5, 20)),
            ("一.2", "落实夏播种子供应，6月20日前完成", "农业服务中心", "", date(2025, 6, 20)),
            ("二.1", "设置禁烧检查点24处，5月底前到位", "综合执法大队", "", date(2025, 5, 31)),
            ("三.1", "6月10日前拨付秸秆还田补贴", "财政所", "", date(2025, 6, 10)),
        ],
    ),
    "paragraphs without numbers, the time first": (
        NO_NUMBERS,
        [
            ("1", "3月底前，对重复信访事项逐案建立台账", "县信访局", "各乡镇", date(2025, 3, 31)),
            ("2", "10月底前，化解物业服务类积案60件", "县住建局", "县法院 县司法局", date(2025, 10, 31)),
        ],
    ),
}


@pytest.mark.parametrize("layout", TEXTS)
def test_a_text_gives_the_ledger_that_a_person_reads_in_it(layout: str) -> None:
    text, wanted = TEXTS[layout]
    assert ledger(read(text.encode(), "plan.md" if text[0] == "#" else "plan.txt", today=TODAY)) == wanted


def test_a_text_on_one_line_is_dated_by_its_signature() -> None:
    draft = read(ONE_LINE.encode(), "plan.txt", today=TODAY)
    assert (draft.issued, draft.title) == (date(2024, 6, 20), "龙泉街道2024年下半年重点民生实事任务分工")
    assert "2024年6月20日" not in draft.tasks[-1].description


def test_sections_between_rows_pasted_cell_by_cell_are_kept() -> None:
    draft = read(CELL_A_LINE.encode(), "plan.txt", today=TODAY)
    assert [t.section for t in draft.tasks] == ["", "二、数字乡村", "二、数字乡村"]


def test_a_head_of_two_rows_with_people_and_sections_in_word() -> None:
    data = docx(
        "青原市2025年“清洁河湖”攻坚行动任务分解表",
        [
            ["序号", "重点工作任务", "工作目标及措施", "时限", "责任分工", LEFT, LEFT],
            [UP, UP, UP, UP, "市级领导", "牵头单位", "配合单位"],
            ["一、源头治理", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
            ["1", "排污口整治", "建立台账。", "2025年3月底", "张文涛", "市生态环境局", "市水利局、市城管局"],
            ["2", "管网改造", "新建管网36公里。", "2025年11月底前", "李 倩", "市住房城乡建设局", "各区政府（管委会）"],
            [UP, UP, "收集率达到75%以上。", "12月底", "李 倩", "市住房城乡建设局", "市发展改革委"],
            ["二、长效机制", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
            ["3", "河湖长制考核", "组织年度考核。", "2025年第二季度", "张文涛", "市河长办", "市委督查室"],
        ],
    )
    draft = read(data, "plan.docx", today=TODAY)
    assert ledger(draft) == [
        ("1", "排污口整治", "市生态环境局", "市水利局 市城管局", date(2025, 3, 31)),
        ("2", "管网改造", "市住房城乡建设局", "各区政府（管委会）", date(2025, 11, 30)),
        ("2-2", "管网改造", "市住房城乡建设局", "市发展改革委", date(2025, 12, 31)),
        ("3", "河湖长制考核", "市河长办", "市委督查室", date(2025, 6, 30)),
    ]
    assert [t.section for t in draft.tasks] == ["一、源头治理"] * 3 + ["二、长效机制"]


def test_units_of_one_column_with_marks_before_them_in_excel() -> None:
    data = xlsx(
        (
            "Sheet1",
            [
                ["附件2", "", "", "", ""],
                ["临江区2024年城市更新重点项目推进表", LEFT, LEFT, LEFT, LEFT],
                ["填报单位：区更新办", "", "", "单位：万元", ""],
                ["类别", "编号", "项目（工作）名称", "完成节点", "责任单位"],
                ["老旧小区", "1", "外立面修缮", "2024年8月底前", "牵头：区住建局\n配合：区财政局、东门街道"],
                [UP, "2", "加装电梯40部", "2024年12月", "牵头：区住建局；配合：各街道"],
                ["完整社区", "3", "口袋公园建设", "2024年三季度末", "牵头：区城管局"],
            ],
        )
    )
    draft = read(data, "plan.xlsx", today=TODAY)
    assert ledger(draft) == [
        ("1", "外立面修缮", "区住建局", "区财政局 东门街道", date(2024, 8, 31)),
        ("2", "加装电梯40部", "区住建局", "各街道", date(2024, 12, 31)),
        ("3", "口袋公园建设", "区城管局", "", date(2024, 9, 30)),
    ]
    assert [t.section for t in draft.tasks] == ["老旧小区", "老旧小区", "完整社区"]


def test_columns_with_heads_that_nobody_knows_are_told_by_what_stands_in_them() -> None:
    rows = [
        ["工作任务", "排期", "责任主体", "责任人", "联络方", "填表科室", "序号"],
        ["主体工程", "3月底前完成招标；12月底前竣工验收", "省第一人民医院", "王伟", "省卫生健康委", "基建科", "1"],
        ["人才引进", "每季度末前报送进展", "省第一人民医院", "孙丽", "省教育厅", "人事科", "2"],
        ["信息系统", "2025年9月", "省第一人民医院", "吴江", "省数据局", "信息科", "3"],
    ]
    draft = read(xlsx(("a", [["2025年建设项目工期表", *[LEFT] * 6], *rows])), "a.xlsx", today=TODAY)
    assert [(t.code, t.lead, t.deadline) for t in draft.tasks] == [
        ("1", ("省第一人民医院",), date(2025, 12, 31)),
        ("2", ("省第一人民医院",), "ongoing"),
        ("3", ("省第一人民医院",), date(2025, 9, 30)),
    ]
    assert [m.due for m in draft.tasks[0].milestones] == [date(2025, 3, 31), date(2025, 12, 31)]


def test_places_and_supervisors_are_not_responsible() -> None:
    rows = [
        ["序号", "任务", "责任单位", "督办单位", "建设地点", "完成时限"],
        ["1", "修桥", "县交通局", "县政府督查室", "白沙镇、石桥镇", "6月底"],
        ["2", "修路", "县住建局", "县政府督查室", "白沙镇", "7月底"],
    ]
    draft = read(docx("2024年项目清单", rows), "a.docx", today=TODAY)
    assert ledger(draft) == [
        ("1", "修桥", "县交通局", "", date(2024, 6, 30)),
        ("2", "修路", "县住建局", "", date(2024, 7, 31)),
    ]


def test_more_than_two_levels_of_headings_are_kept_and_tell_numbers_apart() -> None:
    text = """某县2024年工作方案
一、发展产业
（一）农业
1.粮食
（1）播种小麦8万亩。（县农业农村局负责）
（2）储备化肥180吨。（县供销社负责）
2.蔬菜
（1）建设大棚300座。（县农业农村局负责）
（二）工业
1.技改
（1）实施技改项目20个。（县工信局负责）
"""
    draft = read(text.encode(), "plan.txt", today=TODAY)
    assert [(t.code, t.section, t.subsection, t.title) for t in draft.tasks] == [
        ("一.一.1.1", "一、发展产业", "（一）农业 / 1.粮食", "播种小麦8万亩"),
        ("一.一.1.2", "一、发展产业", "（一）农业 / 1.粮食", "储备化肥180吨"),
        ("一.一.2.1", "一、发展产业", "（一）农业 / 2.蔬菜", "建设大棚300座"),
        ("一.二.1.1", "一、发展产业", "（二）工业 / 1.技改", "实施技改项目20个"),
    ]


def test_a_text_box_is_read_where_it_stands() -> None:
    import docx as library
    from docx.oxml import parse_xml

    document = library.Document()
    document.add_paragraph("某县2024年工作方案")
    anchor = document.add_paragraph("")
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    box = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format("1.编制预算。（县财政局牵头，6月底前完成）")
    anchor._p.append(
        parse_xml(
            f'<w:r xmlns:w="{space}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
            f"<w:txbxContent>{box}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )
    document.add_paragraph("2.开展审计。（县审计局牵头，7月底前完成）")
    out = io.BytesIO()
    document.save(out)
    assert ledger(read(out.getvalue(), "plan.docx", today=TODAY)) == [
        ("1", "编制预算", "县财政局", "", date(2024, 6, 30)),
        ("2", "开展审计", "县审计局", "", date(2024, 7, 31)),
    ]


def test_notes_behind_names_short_years_and_dates_in_the_text() -> None:
    text = """某县重点改革任务台账
1、推进集体产权改革
责任单位：县农业农村局（牵头），县自然资源局、各乡镇
时间进度：24年11月中旬
2、总结评估：3月上旬形成总结报告。责任部门：县委改革办
"""
    assert ledger(read(text.encode(), "plan.txt", today=TODAY)) == [
        ("1", "推进集体产权改革", "县农业农村局", "县自然资源局 各乡镇", date(2024, 11, 20)),
        ("2", "总结评估", "县委改革办", "", date(2024, 3, 10)),
    ]


def test_a_pasted_table_with_its_title_dashes_before_tasks_and_labels_in_a_cell() -> None:
    text = """2024年大同市促消费十条落实清单

工作任务
责任单位
完成时限

——建设便民生活圈8个（市商务局）
牵头单位：市商务局  配合单位：市民政局
6/30

——举办促消费活动100场
牵头单位：市商务局  配合单位：各县（市、区）
8月31日之前
"""
    draft = read(text.encode(), "plan.txt", today=TODAY)
    assert draft.title == "2024年大同市促消费十条落实清单"
    assert ledger(draft) == [
        ("1", "建设便民生活圈8个（市商务局）", "市商务局", "市民政局", date(2024, 6, 30)),
        ("2", "举办促消费活动100场", "市商务局", "各县（市、区）", date(2024, 8, 31)),
    ]


# English --------------------------------------------------------------------------------------------------------------
def test_an_action_plan_in_markdown_with_bullets_of_labels() -> None:
    text = (
        "# Digital Services Action Plan, FY2025\nIssued by the Office of the Chief Digital Officer, October 1, 2024.\n"
        "## Priority A. Make services simple\n### Action 1: Redesign the permit portal\n- **Owner:** Licensing Bureau\n"
        "- **Partners:** Office of Technology, Small Business Commission\n- **Due:** Q3 FY2025\n"
        "### Action 2: Offer every form in plain language\n- **Owner:** Office of Communications\n"
        "- **Partners:** All departments\n- **Due:** Ongoing\n"
    )
    draft = read(text.encode(), "plan.md", today=TODAY)
    assert [(t.code, t.title, t.lead, t.support, t.deadline) for t in draft.tasks] == [
        (
            "1",
            "Redesign the permit portal",
            ("Licensing Bureau",),
            ("Office of Technology", "Small Business Commission"),
            date(2025, 6, 30),
        ),
        ("2", "Offer every form in plain language", ("Office of Communications",), ("All departments",), "ongoing"),
    ]
    assert draft.issued == date(2024, 10, 1)
    assert ("deadline_vague", "1") in {(a.kind, a.code) for a in draft.anomalies}


def test_a_schedule_of_labelled_lines_below_each_action() -> None:
    text = (
        "NORTHERN REGION HOUSING STRATEGY 2025-2028\n\nTheme 1 - Supply\n\n1.1 Release surplus land for 1,200 homes\n"
        "Responsible: Land Development Agency\nSupport: Department of Finance; Regional Councils\n"
        "Timeframe: December 2026\n\n2.2 Publish a quarterly rent index\n"
        "Responsible: Bureau of Statistics and Housing Corporation\nSupport: None\n"
        "Timeframe: Quarterly, from March 2025\n"
    )
    draft = read(text.encode(), "plan.txt", today=TODAY)
    assert [(t.code, t.title, t.lead, t.support, t.deadline) for t in draft.tasks] == [
        (
            "1.1",
            "Release surplus land for 1,200 homes",
            ("Land Development Agency",),
            ("Department of Finance", "Regional Councils"),
            date(2026, 12, 31),
        ),
        ("2.2", "Publish a quarterly rent index", ("Bureau of Statistics", "Housing Corporation"), (), "ongoing"),
    ]


def test_a_tracker_with_owners_start_and_end() -> None:
    text = (
        "Project Tracker - Clean Air Plan,,,,,,\n"
        "ID,Workstream,Deliverable,Task Owner,Supporting Dept,Start Date,End Date\n"
        "CA-01,Transport,Signage installed,Roads Directorate,Police,01-Feb-2025,31-May-2025\n"
        "CA-02,Transport,120 electric buses,Transit Authority,Treasury; Energy Office,2025-03-01,2026-09-30\n"
        "CA-03,Enforcement,Idling patrols,Police,,,Ongoing\n"
    )
    assert ledger(read(text.encode(), "plan.csv", today=TODAY)) == [
        ("CA-01", "Signage installed", "Roads Directorate", "Police", date(2025, 5, 31)),
        ("CA-02", "120 electric buses", "Transit Authority", "Treasury Energy Office", date(2026, 9, 30)),
        ("CA-03", "Idling patrols", "Police", "", "ongoing"),
    ]


def test_a_head_with_columns_that_nobody_knows_is_one_where_who_when_and_what_are_known() -> None:
    head = ["Priority", "#", "Commitment", "What we will do", "SRO", "Lead directorate", "Others involved", "By when"]
    data = xlsx(
        (
            "a",
            [
                ["Delivery Plan 2025/26", *[LEFT] * 10],
                [*head, "RAG", "Ward", "Ledger"],
                ["Access", "1", "Shorter waits", "Cut the backlog", "J. Moss", "Planning", "Legal", "31 March 2026"],
                [UP, "2", "Online payments", "All fees online", "A. Shah", "Digital", "Finance", "Sep-25"],
            ],
        )
    )
    draft = read(data, "a.xlsx", today=TODAY)
    assert ledger(draft) == [
        ("1", "Shorter waits", "Planning", "Legal", date(2026, 3, 31)),
        ("2", "Online payments", "Digital", "Finance", date(2025, 9, 30)),
    ]


def test_actions_below_strategies_with_bars_between_labels() -> None:
    text = """CLIMATE ACTION PLAN (2025)
Strategy 1: Buildings
Action 1.1 Adopt a standard
Lead: Department of Buildings | Partners: Housing Authority | Timeline: 2025-2027
Strategy 2: Mobility
Action 2.1 Maintain free transit
Lead: Transit Agency | Partners: n/a | Timeline: Ongoing
"""
    draft = read(text.encode(), "plan.txt", today=TODAY)
    assert [(t.code, t.section, t.title, t.lead, t.support, t.deadline) for t in draft.tasks] == [
        (
            "1.1",
            "Strategy 1: Buildings",
            "Adopt a standard",
            ("Department of Buildings",),
            ("Housing Authority",),
            date(2027, 12, 31),
        ),
        ("2.1", "Strategy 2: Mobility", "Maintain free transit", ("Transit Agency",), (), "ongoing"),
    ]
