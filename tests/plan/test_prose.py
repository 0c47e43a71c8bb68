"""Running text: numbered items, brackets, labelled lines, headings, lists by units."""

from __future__ import annotations

from datetime import date

from bot.plan import read
from tests.plan.drafts import TODAY, kinds, of_text, row


def test_a_table_without_numbers_counts_its_rows() -> None:
    draft = of_text(
        "# 2024年工作分工\n\n| 工作任务 | 责任单位 |\n|---|---|\n| 新建公园3座 | 市城管局 |\n| 办招聘会 | 市人社局牵头，市妇联配合 |\n",  # noqa: E501
        "a.md",
    )
    assert [row(t) for t in draft.tasks] == [
        ("1", "新建公园3座", ["市城管局"], [], None),
        ("2", "办招聘会", ["市人社局"], ["市妇联"], None),
    ]


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


def test_a_heading_with_one_paragraph_below_is_one_task() -> None:
    draft = of_text(
        "XX市促进科技创新若干措施\n一、支持研发投入\n（一）加大财政补助\n对企业研发投入给予补助。\n责任单位：市科技局、市财政局\n"
        "（二）培育高新企业\n对首次认定的企业给予奖励。\n\n责任单位：市科技局、各区政府\n"
    )
    assert [(t.code, t.section, t.title, t.description, t.lead) for t in draft.tasks] == [
        ("一", "一、支持研发投入", "加大财政补助", "对企业研发投入给予补助。", ("市科技局", "市财政局")),
        ("二", "一、支持研发投入", "培育高新企业", "对首次认定的企业给予奖励。", ("市科技局", "各区政府")),
    ]


def test_numbers_without_any_mark_count_where_they_run_on() -> None:
    draft = of_text("2024年要点\n1推进改革攻坚（市发改委）\n2优化服务水平（市政务局）\n3个园区建设提速。\n")
    assert [(t.code, t.title) for t in draft.tasks] == [("1", "推进改革攻坚"), ("2", "优化服务水平")]


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


def test_short_lines_by_units_are_broken_at_their_numbers_and_the_whole_year_is_a_time() -> None:
    draft = of_text(
        "2024年乡村建设重点工作任务清单\n（一）县住建局。1．改造农村危房260户，10月底前完成；2．全年推进厕所革命。\n"
        "（二）县农业农村局。1．改造户厕3000户，12月底前完成。"
    )
    assert [(t.code, t.lead, t.deadline) for t in draft.tasks] == [
        ("一.1", ("县住建局",), date(2024, 10, 31)),
        ("一.2", ("县住建局",), date(2024, 12, 31)),
        ("二.1", ("县农业农村局",), date(2024, 12, 31)),
    ]
