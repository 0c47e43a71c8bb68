"""Documents of offices that lay their plans out in ways of their own, each with the ledger that a person reads."""

from __future__ import annotations

import io
from datetime import date

import pytest

from bot.plan import read
from tests.plan.drafts import TODAY, ledger
from tests.plan.making import LEFT, UP, docx, xlsx
from tests.plan.offices import CELL_A_LINE, ONE_LINE, TEXTS


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


def test_a_head_in_words_that_nobody_knows_is_told_from_the_rows_below_it() -> None:
    text = """| 主攻方向 | 具体事项 | 谁来干 | 谁搭手 | 何时成 |
|:--|:--|:-:|:-:|--:|
| 招商引资 | 签约亿元以上项目30个 | 县商务局 | 各招商专班 | 2025年12月20日 |
| 招商引资 | 外出招商每月不少于2次 | 县商务局 | 各乡镇 | 每月 |
| 项目建设 | 盘活停工项目5个 | 县发改局 | 县司法局 | 2025年三季度 |
| 项目建设 | 开工标准厂房 | 县工业园区管委会 | 县住建局 | 6月 |
"""
    draft = read(text.encode(), "plan.md", today=TODAY)
    assert ledger(draft) == [
        ("1", "签约亿元以上项目30个", "县商务局", "各招商专班", date(2025, 12, 20)),
        ("2", "外出招商每月不少于2次", "县商务局", "各乡镇", "ongoing"),
        ("3", "盘活停工项目5个", "县发改局", "县司法局", date(2025, 9, 30)),
        ("4", "开工标准厂房", "县工业园区管委会", "县住建局", date(2025, 6, 30)),
    ]
    assert [t.section for t in draft.tasks] == ["招商引资", "招商引资", "项目建设", "项目建设"]
