"""Running text as it is copied from the pages of offices: furniture of the page, headings that name, odd numbers."""

from __future__ import annotations

from datetime import date

from tests.plan.drafts import of_text, row


def test_a_heading_that_says_whose_work_stands_below_gives_its_points_their_unit() -> None:
    draft = of_text(
        "一、压实责任。各单位要对照清单抓好落实，涉及12个牵头单位。\n附件：1.2024年任务清单\n2.2024年实事清单\n附件1\n"
        "一、县茶业发展中心牵头工作（2项）\n1.新建茶叶加工车间。\n2.举办春季采茶节。\n"
        "二、县文旅局负责的任务（1项）\n1.修复茶马古驿道。\n"
    )
    assert [(t.title, t.lead) for t in draft.tasks] == [
        ("新建茶叶加工车间", ("县茶业发展中心",)),
        ("举办春季采茶节", ("县茶业发展中心",)),
        ("修复茶马古驿道", ("县文旅局",)),
    ]


def test_offices_within_a_bureau_are_units() -> None:
    draft = of_text(
        "（一）稳定茶园面积。改造老茶园800亩。（种植股牵头，法规股配合）\n（二）防治病虫。建测报点6个。（植保股）\n"
        "（三）盘活资产。引导国有控股。（农经股、县农技中心）\n"
    )
    assert [(t.lead, t.support) for t in draft.tasks] == [
        (("种植股",), ("法规股",)),
        (("植保股",), ()),
        (("农经股", "县农技中心"), ()),
    ]


def test_a_heading_that_names_only_a_leader_is_no_task_above_its_points() -> None:
    draft = of_text(
        "（一）污水直排\n责任领导：方明\n整改措施：\n1.接通管网3公里。\n责任单位：县住建局；完成时限：2024年9月底前。\n"
        "2.封堵排口2处。\n责任单位：县水利局；完成时限：2024年6月。\n"
    )
    assert [(t.title, t.lead, t.deadline) for t in draft.tasks] == [
        ("接通管网3公里", ("县住建局",), date(2024, 9, 30)),
        ("封堵排口2处", ("县水利局",), date(2024, 6, 30)),
    ]


def test_the_date_and_the_buttons_of_a_page_are_no_task() -> None:
    draft = of_text(
        "古溪县2024年工作要点\n日期：2024-02-27　　浏览：402次　　字号：【大】【小】　　【打印】\n"
        "1.整修灌渠。（责任单位：县水利局）\n2.更换水表。（责任单位：县住建局）\n"
    )
    assert [t.code for t in draft.tasks] == ["1", "2"]


def test_a_note_in_brackets_that_the_first_leads_is_no_part_of_the_last_name() -> None:
    draft = of_text(
        "1.扶持小微企业。\n责任单位:市经信局、市财政局(列第一位者为工作牵头单位或汇总单位,下同)\n"
        "2.减免租金。\n责任单位:市国资委、市住建局\n"
    )
    assert [(t.lead, t.support) for t in draft.tasks] == [
        (("市经信局",), ("市财政局",)),
        (("市国资委",), ("市住建局",)),
    ]


def test_a_number_before_a_year_or_before_a_figure_is_the_number_that_is_due() -> None:
    draft = of_text(
        "1.2024年内建成驿站5处。（责任单位：县文旅局）\n2.318国道沿线补植行道树。（责任单位：县林业局）\n"
        "3.整治桥头堆料，面积约\n4.5亩。（责任单位：县城管局）\n"
    )
    assert [(t.code, t.lead) for t in draft.tasks] == [
        ("1", ("县文旅局",)),
        ("2", ("县林业局",)),
        ("3", ("县城管局",)),
    ]
    assert draft.tasks[1].title == "318国道沿线补植行道树"


def test_a_slash_between_spaces_parts_english_names_and_one_within_a_name_does_not() -> None:
    draft = of_text(
        "| ID | Action | Responsible Agency | Timeframe |\n|---|---|---|---|\n"
        "| 1.1 | Map the flood plain | GIO / DRRB | June 2025 |\n| 1.2 | Train wardens | DPW/Parks team | June 2025 |\n"
    )
    assert [row(t)[2] for t in draft.tasks] == [["GIO", "DRRB"], ["DPW/Parks team"]]


def test_a_heading_may_name_who_leads_and_who_supports_what_stands_below() -> None:
    draft = of_text(
        "一、县财政局牵头、县住建局配合的工作（2项）\n1.统筹旧房改造资金2000万元。\n2.完成停车场改造三处，9月底前投用。\n"
        "二、县教育局承办（1项）\n1.新建乡村幼儿园两所。\n2024年3月1日\n"
    )
    assert [(t.lead, t.support, t.deadline) for t in draft.tasks] == [
        (("县财政局",), ("县住建局",), None),
        (("县财政局",), ("县住建局",), date(2024, 9, 30)),
        (("县教育局",), (), None),
    ]


def test_a_person_in_brackets_behind_a_unit_takes_nothing_from_the_unit() -> None:
    draft = of_text(
        "1.加固水库大坝。\n牵头单位：县水利局（责任人：方明 电话：5550001）\n配合单位：县应急局（联系人：程远）\n"
        "2.疏浚河道三公里。\n牵头单位：县住建局（责任人：林立）\n"
    )
    assert [(t.lead, t.support) for t in draft.tasks] == [(("县水利局",), ("县应急局",)), (("县住建局",), ())]


def test_a_time_below_all_points_of_a_heading_with_units_is_for_each_of_them() -> None:
    draft = of_text(
        "一、办好养老实事\n责任领导：方明\n牵头单位：县民政局（责任人：程远）\n配合单位：各乡镇\n"
        "1.新建日间照料中心6个。\n2.新增助餐点位20个。\n完成时限：2024年11月底\n"
        "二、畅通群众出行\n牵头单位：县交通局\n1.新建停车泊位1000个（6月底前完成）。\n2.打通断头道路2条（9月底前完成）。\n"
    )
    assert [(t.lead, t.support, t.deadline) for t in draft.tasks] == [
        (("县民政局",), ("各乡镇",), date(2024, 11, 30)),
        (("县民政局",), ("各乡镇",), date(2024, 11, 30)),
        (("县交通局",), (), date(2024, 6, 30)),
        (("县交通局",), (), date(2024, 9, 30)),
    ]
    assert {t.section for t in draft.tasks} == {"一、办好养老实事", "二、畅通群众出行"}


def test_units_on_a_line_above_a_group_of_points_are_those_of_each_point() -> None:
    draft = of_text(
        "2024年重点任务清单\n责任单位：县财政局\n1.统筹旧房改造资金2000万元。\n2.完成停车场改造三处。\n其中城南一处。\n"
        "责任单位：县教育局\n配合单位：县住建局\n3.新建乡村幼儿园两所。\n4.维修村级小学三所。\n县政府办公室\n2024年2月1日\n"
    )
    assert [(t.code, t.lead, t.support) for t in draft.tasks] == [
        ("1", ("县财政局",), ()),
        ("2", ("县财政局",), ()),
        ("3", ("县教育局",), ("县住建局",)),
        ("4", ("县教育局",), ("县住建局",)),
    ]


def test_units_on_a_line_below_each_point_stay_with_the_point_above() -> None:
    draft = of_text(
        "1.统筹旧房改造资金2000万元。\n责任单位：县财政局\n2.完成停车场改造三处。\n责任单位：县住建局\n"
        "3.新建乡村幼儿园两所。\n责任单位：县教育局\n"
    )
    assert [t.lead for t in draft.tasks] == [("县财政局",), ("县住建局",), ("县教育局",)]
