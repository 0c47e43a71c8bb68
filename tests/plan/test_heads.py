"""Heads of tables: what each usual wording is for."""

import pytest

from bot.plan.heads import head_roles, role_of

WORDINGS = {
    "number": "序号 编号 No. # 项次",
    "title": "具体任务 工作任务 主要任务 重点任务 任务名称 工作事项 重点工作 事项 改革事项 任务清单 工作任务及目标 Action Milestone Task",  # noqa: E501
    "description": "工作内容 具体措施 主要措施 工作举措 工作目标 目标要求 任务内容 工作要求 整改措施 目标任务 Description",  # noqa: E501
    "lead": "牵头单位 牵头部门 主办单位 主责部门 牵头考核单位 牵头单位及责任人 牵头单位（部门） Lead",
    "resp": "责任单位 责任部门 负责单位 承办单位 责任部门/单位 责任分工 落实单位 责任科室 责任单位及配合单位 工作分工",
    "support": "配合单位 协办单位 配合部门 参与单位 协同单位 Support",
    "deadline": "完成时限 时间节点 完成时间 时限要求 时限 完成期限 计划完成时间 推进时间 整改时限 截止时间 Deadline",
    "stage": "一季度 第四季度 上半年 3月 1-3月 Q1 2023年目标",
    "person": "责任人 牵头领导 责任领导 分管领导 联系人 联系电话",
    "remark": "备注 完成情况 进展情况 分值 资金来源 任务来源 Status",
    "section": "类别 领域 任务类别 一级指标 二级指标 板块 工作领域",
    "target": "考核指标 目标值 量化指标",
}
CASES = [(head, role) for role, heads in WORDINGS.items() for head in heads.split()]


@pytest.mark.parametrize(("head", "role"), CASES)
def test_a_head_s_wording_tells_its_column_s_part(head: str, role: str) -> None:
    assert role_of(head) == role


def test_blanks_and_breaks_within_a_head_do_not_matter() -> None:
    assert role_of("完 成\n时　限") == "deadline"
    assert role_of("Target Date") == "deadline"


@pytest.mark.parametrize(
    "texts",
    [
        ["1", "推进改革", "县发改局", "6月"],
        ["一、主要任务", "", "", ""],
        ["姓名", "单位", "电话"],
        ["完善重点任务、责任单位和完成时限，建立台账，定期调度。", "县发改局", "", ""],
    ],
)
def test_rows_of_a_table_are_not_taken_for_its_head(texts: list[str]) -> None:
    assert head_roles(texts) is None
