"""A task is told by what a unit calls it: part of its title in any order, an abbreviation, a word of its text."""

from datetime import date

import pytest

from bot.replies import Ledger, TaskView, read
from bot.replies.names import Names

UNIT = "县甲局"
TASKS = {
    "1": ("持续深化“证照分离”改革", "探索推进“一照通行”改革，许可事项与营业执照同步办理。"),
    "2": ("加强知识产权保护", "有效发明专利拥有量达到300件，万人发明专利达到4件。"),
    "3": ("开展“综合窗口”改革", "前台综合受理、后台分类审批。"),
    "4": ("强化业务指导和培训", "强化对窗口人员的业务指导和培训。"),
    "5": ("进一步优化联合验收方式", "推行告知承诺制。"),
    "6": ("简化联合验收备案手续", "现场直接备案，无需单独办理。"),
    "7": ("拓展电子营业执照的应用", "推广电子印章，领取电子营业执照。"),
    "8": ("每年开展民营企业评选表彰工作", "评选民营企业50强。"),
    "9": ("打造农产品出口示范基地", "培育白茶、脐橙等优质出口产品。"),
    "10": ("完善多元化纠纷解决机制", "组建一站式平台。"),
    "11": ("破除采购领域的隐性门槛", "清理分公司要求。"),
    "12": ("破除招标领域的隐性门槛", "清理保证金要求。"),
}


def _read(text, tasks=TASKS):
    ledger = Ledger(
        TaskView(code, title, words, (UNIT,), position=place)
        for place, (code, (title, words)) in enumerate(tasks.items())
    )
    reading = read(text, unit=UNIT, today=date(2022, 8, 24), ledger=ledger)
    return {item.task: item.status.value if item.status else None for item in reading.items}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("综窗改革", "3"),
        ("知产保护", "2"),
        ("民企表彰", "8"),
        ("多元解纷", "10"),
        ("联合验收方式优化", "5"),
        ("联合验收备案", "6"),
        ("窗口人员培训", "4"),
        ("发明专利", "2"),
        ("一照通行", "1"),
        ("培训", "4"),
    ],
)
def test_a_name_means_the_task_that_explains_it(name, code):
    assert Names(TASKS).meant(name).code == code
    assert _read(f"{name}还在推进") == {code: "in_progress"}


@pytest.mark.parametrize(
    "name", ["改革工作", "联合验收", "隐性门槛", "营业执照", "窗口", "优化服务", "党建工作", "专项行动"]
)
def test_a_name_that_several_tasks_or_none_explain_means_none(name):
    assert Names(TASKS).meant(name).code is None
    assert _read(f"{name}还在推进") == {None: "in_progress"}


def test_those_that_explain_it_alike_are_the_candidates():
    assert set(Names(TASKS).meant("隐性门槛").candidates) == {"11", "12"}


def test_a_task_that_the_unit_leads_is_likelier_meant_than_one_that_it_supports():
    tasks = {
        "1": ("不动产登记改革", ""),
        "2": ("其他事", "推广电子印章在不动产登记的应用。"),
        "3": ("别的", "不动产登记缴税。"),
    }
    assert Names(tasks, frozenset({"1"})).meant("不动产登记").code == "1"


def test_a_word_of_the_text_alone_is_a_name_where_the_writer_says_so():
    assert _read("白茶那项八成") == {"9": "in_progress"}
    assert _read("白茶推进到八成") == {None: "in_progress"}


def test_a_later_clause_that_names_a_task_begins_it():
    assert _read("综窗改革弄完了，知识产权这块专利281件，其他老样子") == {
        "3": "done",
        "2": "in_progress",
        "*": "no_change",
    }
    assert _read("知识产权新增专利3件 正在征求意见 综合窗口那项没问题") == {"2": "in_progress", "3": "in_progress"}


def test_under_a_heading_the_tasks_own_points_follow():
    assert _read("联合验收方式优化：告知承诺办理6个，窗口培训2次。") == {"5": "in_progress"}
    assert _read("一是联合验收备案。窗口人员培训2次。二是知识产权保护。") == {"6": "in_progress"}


def test_the_units_own_name_points_to_none_of_its_tasks():
    assert _read(f"{UNIT}9月工作进展\n知识产权保护：完成60%") == {"2": "in_progress"}


def test_names_joined_in_one_breath_share_what_is_said():
    assert _read("综窗改革和白茶出口都办结了")["3"] == "done"
    assert _read("证照分离、综窗改革都办结了") == {"1": "done", "3": "done"}


def test_a_second_statement_of_what_cannot_be_told_is_not_put_on_the_task_before():
    assert _read("综窗改革弄完了，隐性门槛进度60%") == {"3": "done", None: "in_progress"}


def test_words_before_a_number_that_may_mean_its_task_are_its_own():
    assert _read("窗口人员培训搞了3期 4已完成") == {"4": "done"}


def test_a_numbered_paragraph_about_nothing_in_the_plan_makes_no_item():
    text = "一、综合窗口：已设置9个。\n二、知识产权：新增专利3件。\n三、党建工作：开展主题党日活动。"
    assert _read(text) == {"3": "in_progress", "2": "in_progress"}


def test_what_another_unit_says_of_its_own_tasks_is_not_reported():
    assert _read("财政局说6和11他们都弄完了") == {}


def test_a_name_may_go_on_to_what_was_done_about_it():
    assert _read("综窗改革弄完了，知识产权质押办了3笔") == {"3": "done", "2": "in_progress"}
    assert Names(TASKS).led_by("知识产权质押办").code == "2"
    assert Names(TASKS).led_by("综合窗口证照分离").code is None


def test_words_before_a_name_that_speak_of_something_else_are_not_put_on_its_task():
    reading = _read("外资座谈会开了1次，综窗改革办完了")
    assert reading["3"] == "done"


def test_a_word_said_in_passing_is_no_name():
    tasks = {**TASKS, "13": ("建立领导干部联系制度", "每季度到商会走访调研1次以上。")}
    assert Names(tasks).meant("企业走访").code is None
    assert Names(tasks).meant("走访", marked=True).code == "13"


def test_a_share_of_something_in_the_text_is_not_the_tasks():
    tasks = {**TASKS, "13": ("健全政务服务机制办法", "严格执行“好差评”制度，满意率达到100%。")}
    ledger = Ledger(
        TaskView(code, title, text, (UNIT,), position=at) for at, (code, (title, text)) in enumerate(tasks.items())
    )
    (item,) = read("13好差评100%", unit=UNIT, today=date(2022, 8, 24), ledger=ledger).items
    assert (item.task, item.percent, item.status.value) == ("13", None, "in_progress")


def test_a_name_with_nothing_behind_it_but_none_is_no_change():
    assert _read("知识产权：无。综窗改革：无") == {"2": "no_change", "3": "no_change"}


def test_a_count_of_matters_is_no_task():
    text = "证照分离改革方面，新增事项12项；\n知识产权方面，专利281件。"
    assert _read(text) == {"1": "in_progress", "2": "in_progress"}
