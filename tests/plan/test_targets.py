"""Numbers that a text demands, and figures that are none."""

import pytest

from bot.plan.targets import parse_targets, read_targets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("确保全县有效发明专利拥有量达到300件", [("全县有效发明专利拥有量", 300, "件", ">=")]),
        ("用水全流程总用时不超过9个工作日", [("用水全流程总用时", 9, "个工作日", "<=")]),
        ("实现新办企业全程网办率达90%以上", [("新办企业全程网办率", 90, "%", ">=")]),
        ("全事项办结时限缩短为0.5个工作日", [("全事项办结时限", 0.5, "个工作日", "<=")]),
        ("每年组织召开座谈会不少于4次", [("每年座谈会", 4, "次", ">=")]),
        ("审批全流程压减至12-48个工作日", [("审批全流程", 48, "个工作日", "<=")]),
        ("力争培育1-2家示范企业", [("示范企业", 1, "家", ">=")]),
        ("压减材料30%", [("压减材料", 30, "%", ">=")]),
        ("实现城镇新增就业18万人以上", [("城镇新增就业", 18, "万人", ">=")]),
        ("保费由每年5元提高至10元", [("保费", 10, "元", ">=")]),
        ("原则上提前5个工作日通知", [("提前通知", 5, "个工作日", ">=")]),
        ("建设高标准农田1,500亩", [("高标准农田", 1500, "亩", ">=")]),
    ],
)
def test_a_demanded_number_has_name_value_unit_and_comparison(
    text: str, expected: list[tuple[str, float, str, str]]
) -> None:
    found = [(t.name, t.value, t.unit, t.comparison) for t in read_targets(text)]
    assert [f[1:] for f in found] == [e[1:] for e in expected]
    assert all(e[0] in f[0] or f[0] in e[0] for f, e in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "实施“1+5+N”金融服务港湾行动",
        "按照国办发〔2022〕10号文件要求",
        "2022年重点实施改善工程",
        "利用12309检察服务中心畅通渠道",
        "增建“24小时不打烊”自助服务区",
        "从最快40分钟办结实现即办即结",
        "第3条",
        "在现有62项服务的基础上继续聚焦",
        "整合优化“12345”热线",
        "开展评选“民营企业50强”",
        "做好前15项业务编码贯标",
    ],
)
def test_figures_that_demand_nothing_are_no_targets(text: str) -> None:
    assert read_targets(text) == ()


def test_a_column_of_targets_is_read_as_written() -> None:
    found = parse_targets("全程网办率≥90%；办结时限≤0.5个工作日；证照=9类")
    assert [(t.name, t.value, t.unit, t.comparison) for t in found] == [
        ("全程网办率", 90, "%", ">="),
        ("办结时限", 0.5, "个工作日", "<="),
        ("证照", 9, "类", "="),
    ]
