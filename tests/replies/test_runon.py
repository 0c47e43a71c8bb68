"""Spoken text without punctuation is parted before the name of another task."""

from __future__ import annotations

import pytest

from tests.replies.office import only, say, told

COMMERCE = "县商务委"


def test_each_name_behind_a_statement_opens_its_task() -> None:
    assert told("知识产权保护完成七成左右包容审慎监管推进中柔性监管没启动") == {
        "67": "in_progress",
        "63": "in_progress",
        "64": "not_started",
    }


def test_a_statement_with_a_particle_is_closed() -> None:
    assert told("跨境电商示范区完成了销售渠道正在拓展", unit=COMMERCE) == {"76": "done", "79": "in_progress"}


def test_a_figure_closes_a_statement_too() -> None:
    reading = say("知识产权保护新增商标320件柔性监管还没启动")
    assert [item.task for item in reading.items] == ["67", "64"]


@pytest.mark.parametrize("text", ["企业退出机制完成了", "公平竞争审查机制推进中"])
def test_a_single_statement_is_not_parted(text: str) -> None:
    assert len(say(text).items) == 1


@pytest.mark.parametrize("text", ["17推进中窗口人员培训了两次", "17完成了大半银行还在对接"])
def test_words_that_name_no_task_are_not_parted_off(text: str) -> None:
    assert set(told(text)) == {"17"}


def test_a_name_of_which_nothing_is_said_opens_no_task() -> None:
    assert set(told("17已经推进了一大半包括柔性监管")) == {"17"}


def test_a_name_of_another_units_task_opens_none() -> None:
    assert "77" not in told("企业退出机制推进中了建立奉节保税仓推进中")


def test_what_is_asked_for_ends_before_its_reason() -> None:
    (item,) = say("多元化解纠纷能不能延到明年三月底商会那边调解员还没定下来", unit="县司法局").items or (None,)
    assert item is not None
    assert str(item.extension) == "2023-03-31"
    assert item.problem == "商会那边调解员还没定下来"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("十四开办时间都达标了应该年底能完成哈", "2022-12-31"),
        ("十四开办时间下个月十五号之前完成现在有九成了", "2022-09-15"),
    ],
)
def test_a_promise_is_a_statement_of_its_own(text: str, expected: str) -> None:
    (item,) = say(text).items
    assert str(item.expected) == expected


def test_a_figure_behind_a_finished_statement_takes_nothing_from_it() -> None:
    (item,) = say("年度报告我们全部弄完了年报率百分之九十六点二").items
    assert (item.task, item.status) == ("16", "done")


def test_a_finished_thing_stays_with_its_verb() -> None:
    assert told("14已经完成了方案起草正在征求意见") == {"14": "in_progress"}


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("第十七项已经办了九十三家现在是百分之六十人手不够现场核查慢", 60),
        ("十七信用修复出了初稿大概五成", 50),
        ("十七方案印了大概八成左右资金没到位", 80),
    ],
)
def test_how_far_it_is_ends_before_an_obstacle_and_begins_behind_a_step(text: str, percent: int) -> None:
    assert only(text).percent == percent


def test_what_is_short_behind_a_share_is_the_obstacle() -> None:
    assert only("第十七项已经办了九十三家现在是百分之六十人手不够").problem == "人手不够"


def test_a_figure_ends_before_a_thing_that_fails() -> None:
    item = only("14套餐上线了四个公安数据没接通想延到九月底")
    assert (item.status, item.problem) == ("in_progress", "公安数据没接通")
    assert [m.value for m in item.measures] == [4]


def test_what_was_counted_stays_with_its_figure() -> None:
    assert only("14已经完成了四个部门没接通").status == "in_progress"


def test_two_particles_end_what_is_said_before_others_are_named() -> None:
    assert told("第十四项全部搞完了哈省里系统七月份就取消了") == {"14": "done"}


def test_others_who_have_not_done_their_part_are_an_obstacle() -> None:
    assert only("第十四项百分之八十市里系统没升级").problem is not None
    assert only("第十四项百分之八十市里没要求").problem is None


def test_a_date_to_send_papers_changes_nothing_of_what_is_done() -> None:
    assert told("第十四项第十五项嘛都搞完了材料明天送过去") == {"14": "done", "15": "done"}


def test_how_far_it_is_behind_a_rate_is_the_tasks() -> None:
    item = only("十四开办时间压到零点五天了网办率九十三大概完成八成年底前弄完")
    assert (item.percent, str(item.expected)) == (80, "2022-12-31")
    assert [m.value for m in item.measures] == [0.5, 93]


def test_what_has_been_done_this_year_takes_nothing_from_what_is_finished() -> None:
    item = only("年度报告早就弄完了今年一共办了一千零二十件")
    assert item.status == "done"


def test_the_objects_of_finishing_stay_with_it() -> None:
    assert told("第十四项完成了方案起草今年的") == {"14": "in_progress"}
    assert told("第十四项完成了抽查计划第十五项完成了") == {"14": "in_progress", "15": "done"}


def test_this_months_share_counts_and_not_last_months() -> None:
    assert only("第十七项上个月报的七成这个月到八成了").percent == 80


def test_a_figure_that_is_to_come_is_not_one_that_is_reached() -> None:
    assert [m.value for m in only("十七我们这个月完成了三十二件年底前完成四十件").measures] == [32]


def test_another_verbs_negation_denies_no_obstacle() -> None:
    assert only("十七还有五十家没查人不够").problem is not None
    assert only("十七正常推进没出现人手不足").problem is None


def test_deposits_are_no_promise_and_people_no_congress() -> None:
    assert [m.value for m in only("17保证金退了六百三十二万").measures] == [632]
    assert [m.value for m in only("17培训了一千一百人大概七成").measures] == [1100]


def test_what_was_made_is_counted_and_a_phase_is_not() -> None:
    assert [m.value for m in only("17培训搞了三期").measures] == [3]
    assert not only("17完成了三期工程").measures


def test_an_average_behind_what_is_finished_is_a_figure_of_its_own() -> None:
    item = only("14我们已经弄完了平均下来是三十六个工作日")
    assert (item.status, [m.value for m in item.measures]) == ("done", [36])
    assert only("14完成平均22个工作日").status == "in_progress"


def test_a_long_dictated_sentence_is_not_cut_within_what_it_says() -> None:
    item = only(
        "第十四项我们这边先后组织人员到各个乡镇街道开展入户走访同步对照市里面下发的清单逐项核对由分管领导牵头每周调度一次已经走访了"
        "三百二十户发放资料两千份解决问题十五个还有两个乡镇没有走完预计九月底能够全部完成总体进度百分之七十大概"
    )
    assert (item.percent, str(item.expected)) == (70, "2022-09-30")
