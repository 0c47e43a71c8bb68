"""`duban plan`, `unit`, `target` and `milestone` as people use them, in a folder of their own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Said

Inside = Callable[..., Said]
PLAN = """某县三年行动计划
序号\t任务\t工作内容\t牵头单位\t配合单位\t完成时限
1\t推行一照多址\t新增有效发明专利300件\t县市场监管局\t各相关部门\t2022年8月
2\t深化证照分离改革\t推动照后减证\t县市场监管局、县行政服务中心\t县公安局\t长期坚持
3\t规范招投标\t清理不合理限制\t各相关部门\t县财政局、人民银行奉节支行\t2022年12月
4\t便利信贷\t推广产品\t人民银行奉节县支行\t\t2022年12月
某县人民政府
2022年4月20日
"""
SECOND = PLAN.replace("三年行动计划", "放管服工作要点")


@pytest.fixture
def office(inside: Inside, tmp_path: Path) -> Inside:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    assert inside("import", "plan.txt").code == 0
    return inside


def actions(tmp_path: Path) -> list[str]:
    with closing(sqlite3.connect(tmp_path / "duban.db")) as connection:
        return [row[0] for row in connection.execute("SELECT action FROM audit_events ORDER BY id")]


def test_plans_are_listed_shown_and_closed_only_with_yes(office: Inside, tmp_path: Path) -> None:
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    assert office("import", "second.txt").code == 0
    lines = office("plan", "list").out.splitlines()
    assert len(lines) == 2
    assert "编号带B" in lines[1]
    assert "任务4条" in office("plan", "show", "B").out
    assert json.loads(office("plan", "show", "P1", "--json").out)["tasks"] == 4
    refused = office("plan", "close", "B")
    assert refused.code == 1
    assert "--yes" in refused.err
    assert office("plan", "close", "B", "--yes", "--reason", "年度结束").code == 0
    assert [plan["open"] for plan in json.loads(office("plan", "list", "--json").out)] == [True, False]
    assert "plan.close" in actions(tmp_path)


def test_a_plan_gets_rules_of_its_own_all_or_none(office: Inside) -> None:
    done = office("plan", "set", "P1", "due_day=25", "nudge_days=[3, 0]", "office=县数据局")
    assert done.code == 0
    assert "单独的规则：due_day = 25" in done.out
    assert "办公室：县数据局" in done.out
    bad = office("plan", "set", "P1", "due_day=20", "nudge_days=never")
    assert bad.code == 1
    assert json.loads(office("plan", "show", "--json").out)["rules"] == {"due_day": 25, "nudge_days": [3, 0]}
    assert office("plan", "set", "P1", "due_day=").code == 0
    assert json.loads(office("plan", "show", "--json").out)["rules"] == {"nudge_days": [3, 0]}
    assert office("plan", "set", "P1", "due_day").code == 2


def test_members_are_listed_and_a_wrong_name_changes_nothing(office: Inside) -> None:
    wrong = office("unit", "members", "各相关部门", "县财政局", "县没有这个局")
    assert wrong.code == 1
    assert "成员：" not in office("unit", "show", "各相关部门").out
    assert "成员：" in office("unit", "members", "各相关部门", "县财政局", "县公安局").out
    assert "每月报进展：县公安局" in office("unit", "reporting", "3").out
    assert "县大数据局" in office("unit", "members", "各相关部门", "县大数据局", "--new").out


def test_two_names_are_proposed_merged_with_yes_and_not_proposed_again(office: Inside) -> None:
    assert "人民银行奉节支行和人民银行奉节县支行" in office("unit", "alias").out.replace("、", "和")
    assert office("unit", "alias", "人民银行奉节县支行", "人民银行奉节支行").code == 1
    done = office("unit", "alias", "人民银行奉节县支行", "人民银行奉节支行", "--yes")
    assert "又名：人民银行奉节支行" in done.out
    assert "牵头1项：4" in done.out
    assert "配合1项：3" in done.out
    assert office("unit", "alias").out == ""
    again = office("import", "plan.txt")
    assert "新增0条，修改0条，删去0条" in again.out


def test_a_renamed_unit_and_a_successor_keep_their_history(office: Inside) -> None:
    assert "又名：县市场监管局" in office("unit", "rename", "县市场监管局", "县市场监督管理局").out
    assert office("unit", "successor", "县市场监管局", "县综合执法局", "--paper", "奉委发〔2024〕5号").code == 1
    done = office("unit", "successor", "县市场监管局", "县综合执法局", "--paper", "奉委发〔2024〕5号", "--new")
    assert "承接县市场监督管理局，依据奉委发〔2024〕5号" in done.out
    assert "牵头2项：1、2" in done.out
    assert "由县综合执法局承接" in office("unit", "show", "县市场监督管理局").out
    assert office("unit", "successor", "县公安局", "县财政局").code == 2


def test_consulted_units_are_proposed_and_set(office: Inside) -> None:
    assert "可能应商请：人民银行奉节支行" in office("unit", "consult").out
    assert "商请单位" in office("unit", "consult", "人民银行奉节支行").out
    assert office("unit", "consult", "人民银行奉节支行", "--off").code == 0
    assert "可能应商请：人民银行奉节支行" not in office("unit", "consult").out


def test_the_reporting_unit_is_shown_set_and_given_back(office: Inside) -> None:
    assert "每月报进展：县市场监管局" in office("unit", "reporting", "2").out
    assert "每月报进展：县行政服务中心" in office("unit", "reporting", "2", "县行政服务中心").out
    assert "每月报进展：县市场监管局" in office("unit", "reporting", "2", "--default").out
    assert office("unit", "reporting", "99").code == 1


def test_targets_are_listed_and_edited(office: Inside) -> None:
    assert "300件" in office("target", "list", "1").out
    assert "320件" in office("target", "set", "1", "1", "320件").out
    assert "办结时间≤2个工作日" in office("target", "add", "2", "办结时间≤2个工作日").out
    rows = json.loads(office("target", "list", "--json").out)
    assert [(row["task"], row["value"], row["by_office"]) for row in rows] == [("1", 320, True), ("2", 2, True)]
    assert office("target", "remove", "2", "1").out == ""
    assert office("target", "remove", "2", "1").code == 1


def test_milestones_are_added_moved_and_reached(office: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_CLOCK", "2022-06-01T10:00:00+08:00")
    office("milestone", "add", "3", "9月底", "印发方案")
    office("milestone", "add", "3", "2022-06-01", "成立专班")
    office("milestone", "move", "3", "2", "10月底")
    office("milestone", "done", "3", "1")
    rows = json.loads(office("milestone", "list", "3", "--json").out)
    assert [(row["title"], row["due"], row["done_on"]) for row in rows] == [
        ("成立专班", "2022-06-01", "2022-06-01"),
        ("印发方案", "2022-10-31", None),
    ]
    assert office("milestone", "done", "3", "2", "--on", "2022-07-01").code == 1
    assert "3\t2022-10-31 印发方案" in office("milestone", "list").out
    assert "节点1" in office("milestone", "list", "3").out
    assert office("milestone", "add", "3", "随便哪天", "做").code == 1


def test_a_revised_document_of_another_title_is_hinted_at_and_can_be_brought_in_as_a_new_version(
    office: Inside, tmp_path: Path
) -> None:
    revised = PLAN.replace("三年行动计划", "三年行动计划（修订）").replace("2022年12月", "2023年3月")
    (tmp_path / "revised.txt").write_text(revised, encoding="utf-8")
    done = office("import", "revised.txt", "--as", "P1", "--yes")
    assert "2022-12-31 → 2023-03-31" in done.out
    assert len(office("plan", "list").out.splitlines()) == 1
    assert "--as P1" in office("import", "revised.txt").err
    assert len(office("plan", "list").out.splitlines()) == 2
