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


def test_bars_left_behind_cells_of_one_line_each_are_no_cells() -> None:
    heads = ["序号", "重点工作", "责任领导", "责任单位", "完成时限"]
    cells = [
        "1",
        "修缮老街骑楼",
        "方明",
        "住建部、文旅部",
        "2024年9月",
        "2",
        "疏通南门水渠",
        "程远",
        "水利办",
        "2024年底",
    ]
    draft = of_text("2024年古城管委会重点工作清单\n" + "\n".join(f"{cell} |" for cell in heads + cells))
    assert [row(t) for t in draft.tasks] == [
        ("1", "修缮老街骑楼", ["住建部", "文旅部"], [], date(2024, 9, 30)),
        ("2", "疏通南门水渠", ["水利办"], [], date(2024, 12, 31)),
    ]


def test_bars_on_lines_of_their_own_and_a_number_column_without_a_head() -> None:
    cells = ["工作任务", "具体要求", "责任科室", "时限要求"]
    cells += ["规范窗口服务", "1", "公布窗口办事指南", "受理科", "5月底前"]
    cells += ["加强队伍管理", "2", "组织礼仪培训两期", "人事科", "长期坚持"]
    cells += ["3", "每季评选服务标兵", "办公室", "长期坚持"]  # the first cell reaches down
    draft = of_text("2024年任务清单\n" + "".join(f"{cell}\n|\n" for cell in cells))
    assert [(t.code, t.lead, t.deadline) for t in draft.tasks] == [
        ("1", ("受理科",), date(2024, 5, 31)),
        ("2", ("人事科",), "ongoing"),
        ("3", ("办公室",), "ongoing"),
    ]
    assert "每季评选服务标兵" in draft.tasks[2].title + draft.tasks[2].description


def test_a_few_lines_with_bars_in_running_text_stay_as_they_are() -> None:
    draft = of_text("一、保护古树 |\n1.古树挂牌三百株。（责任单位：县林业局）\n2.清理枯枝。（责任单位：县住建局）\n")
    assert [(t.code, t.lead) for t in draft.tasks] == [("1", ("县林业局",)), ("2", ("县住建局",))]


def test_a_row_that_lost_its_merged_first_cell_is_put_below_its_heads() -> None:
    draft = of_text(
        "类别 | 实事项目 | 责任单位 | 分管领导 | 电话 |\n"
        "一、交通出行 | 1.新增公交线路2条 | 交通运输局 | 方明 | 5550001 |\n"
        "2.改造候车亭40座 | 城市管理局 | 程远 | 5550002 | |\n"
        "二、菜篮子 | 3.改造菜市场3处 | 商务局牵头，各街道配合 | 方明 | 5550003 |\n"
        "文号： | 古政〔2024〕5号 | 成文日期： | 2024-03-08 |\n"
    )
    assert [(t.code, t.title, t.lead, t.support) for t in draft.tasks] == [
        ("1", "新增公交线路2条", ("交通运输局",), ()),
        ("2", "改造候车亭40座", ("城市管理局",), ()),
        ("3", "改造菜市场3处", ("商务局",), ("各街道",)),
    ]


def test_a_row_that_lost_a_merged_cell_behind_its_number_is_put_below_its_heads() -> None:
    draft = of_text(
        "| 序号 | 领域 | 任务 | 责任单位 | 备注 |\n|---|---|---|---|---|\n| 1 | 水利 | 加固堤防 | 县水利局 | 续建 |\n"
        "| 2 | 清淤河道 | 县水利局、县住建局 | 新建 | |\n| 3 | 林业 | 补植行道树 | 县林业局 | |\n"
    )
    assert [(t.code, t.title, t.lead) for t in draft.tasks] == [
        ("1", "加固堤防", ("县水利局",)),
        ("2", "清淤河道", ("县水利局", "县住建局")),
        ("3", "补植行道树", ("县林业局",)),
    ]


def test_a_row_without_a_unit_is_not_moved() -> None:
    draft = of_text(
        "| 任务 | 措施 | 责任单位 | 完成时限 |\n|---|---|---|---|\n| 修路 | 拓宽两处弯道 | 县交通局 | 2024年6月 |\n"
        "| 架桥 | 先行勘测 | | |\n"
    )
    assert [(t.title, t.description, t.lead) for t in draft.tasks] == [
        ("修路", "拓宽两处弯道", ("县交通局",)),
        ("架桥", "先行勘测", ()),
    ]


def test_points_to_be_assessed_are_the_tasks_below_indicators_of_two_levels() -> None:
    draft = of_text(
        "一级指标\t二级指标\t序号\t考核内容\t分值\t评分标准\t责任单位\t完成时间\n"
        "城市管理\t市容\t1\t拆除破旧广告牌200块\t4\t每少10块扣1分\t市城管局\t2024年6月底\n"
        "\t\t2\t划定便民摊点6处\t3\t未划定不得分\t市城管局、市商务局\t2024年9月\n"
        "\t环卫\t3\t更换垃圾桶900个\t3\t按比例得分\t市环卫中心\t2024年10月\n合计\t\t\t\t\t\t\t\n"
    )
    assert [(t.code, t.title, t.lead) for t in draft.tasks] == [
        ("1", "拆除破旧广告牌200块", ("市城管局",)),
        ("2", "划定便民摊点6处", ("市城管局", "市商务局")),
        ("3", "更换垃圾桶900个", ("市环卫中心",)),
    ]


def test_a_row_pasted_with_tabs_that_lost_its_merged_first_cell_is_put_below_its_heads() -> None:
    draft = of_text(
        "类别\t任务\t责任单位\t完成时限\n民生\t建设食堂三处\t县民政局\t6月底\n改造公厕十座\t县城管局\t9月底\n"
        "产业\t引进企业五家\t县商务局、县经信局\t年底\n",
        "2024年清单.txt",
    )
    assert [row(t)[1:3] for t in draft.tasks] == [
        ("建设食堂三处", ["县民政局"]),
        ("改造公厕十座", ["县城管局"]),
        ("引进企业五家", ["县商务局", "县经信局"]),
    ]
