"""How a task stands: negation, aspect, object; percent of the task and not of an indicator; measures."""

from datetime import date

import pytest

from bot.replies import DoubtKind
from storage.kinds import Status
from tests.replies.office import TRAFFIC, only, say

STATUSES = {
    "14已完成": "done",
    "14办结了": "done",
    "14全部完成": "done",
    "14任务已完成": "done",
    "14 8月5日已完成": "done",
    "14开办企业时间压减工作已完成": "done",
    "14 finished last week": "done",
    "14 100%": "done",
    "14已完成方案起草": "in_progress",
    "14方案起草已完成": "in_progress",
    "14完成第一阶段": "in_progress",
    "14基本完成": "in_progress",
    "14即将完成": "in_progress",
    "14已完成80%": "in_progress",
    "14尚未完成": "in_progress",
    "14没弄完": "in_progress",
    "14、0.5天办结": "in_progress",
    "14完成了3个事项": "in_progress",
    "14按序时进度": "in_progress",
    "14进度滞后": "in_progress",
    "14开了会也印了制度": "in_progress",
    "14未启动": "not_started",
    "14还没开始": "not_started",
    "14 0%": "not_started",
    "14 haven't started": "not_started",
    "14卡在公积金系统": "blocked",
    "14暂停": "blocked",
    "14无法推进": "blocked",
    "14不能按期完成": "blocked",
    "14等市局批复": "blocked",
    "14 stuck": "blocked",
    "14 on hold": "blocked",
    "14同上月": "no_change",
    "14无变化": "no_change",
    "14没什么新情况": "no_change",
    "14跟上月一样": "no_change",
    "14没进展": "no_change",
    "14无": "no_change",
}


@pytest.mark.parametrize(("text", "status"), STATUSES.items())
def test_the_words_say_how_the_task_stands(text, status):
    assert only(text).status == status


def test_a_promise_to_be_in_time_is_not_done():
    assert only("17不延期，按期完成").status is Status.in_progress


def test_what_comes_next_says_nothing_of_what_is_done():
    item = only("14完成窗口改造。下一步，10月底前完成系统对接，力争达到90%")
    assert (item.status, item.percent, item.expected) == (Status.in_progress, None, None)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("14 50%", 50),
        ("14：60％", 60),
        ("14八成", 80),
        ("14六成五", 65),
        ("14过半", 50),
        ("14完成三分之二", 67),
        ("14完成了百分之九十", 90),
        ("14 70", 70),
        ("14从60%提高到75%", 75),
        ("14二期完成50%，总体65%", 65),
        ("14上月报的60%，本月75%", 75),
        ("14 three quarters done", 75),
        ("14网办率93%", None),
        ("14覆盖率100%", None),
        ("14提高5个百分点", None),
        ("14同比增长12%", None),
        ("14力争年底达到90%", None),
        ("14已完成", None),
        ("14管网部分60%", None),
    ],
)
def test_the_percent_is_the_tasks_and_never_an_indicators(text, percent):
    assert only(text).percent == percent


def test_a_bare_number_counts_only_in_answer_to_one_task():
    assert only("65", reply_to=("14",)).percent == 65
    assert not say("65").items
    assert not say("3", reply_to=("14",)).items
    assert not say("65", reply_to=("14", "15")).items


def test_a_bare_number_that_is_an_open_code_too_is_asked_about():
    reading = say("60", reply_to=("14",))
    assert [(item.task, item.percent) for item in reading.items] == [(None, 60)]
    assert reading.doubts[0].kind is DoubtKind.number_or_percent


def test_behind_a_task_a_number_that_is_an_open_code_too_is_no_percent():
    assert not say("14：60").items


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("67 有效发明专利268件，万人发明专利3.6件，注册商标8012件", [268, 3.6, 8012]),
        ("14 压到零点五个工作日，网办率百分之九十三点六", [0.5, 93.6]),
        ("67 归集12.8万条，金额2.4亿元", [12.8, 2.4]),
        ("67 办了1,032件", [1032]),
        ("67 座谈会开了两次", [2]),
        ("67 满意率96", [96]),
        ("67 22项任务都在推", []),
        ("67 增加12个百分点", []),
        ("67 联系电话13800001234", []),
        ("67 8月12日已印发", []),
        ("67 推进第3次调研", []),
        ("67 24小时自助服务区正常", []),
        ("67 目标300件，目前268件", [268]),
        ("67 上下两项都正常", []),
    ],
)
def test_numbers_worth_keeping_are_kept_and_no_others(text, values):
    reading = say(text)
    assert [measure.value for item in reading.items for measure in item.measures] == values


def test_a_measure_has_the_name_that_the_words_give_it():
    names = [(m.name, m.unit) for m in only("67 有效发明专利268件，注册商标8012件").measures]
    assert names == [("有效发明专利", "件"), ("注册商标", "件")]


EXPECTED = {
    "14预计明年11月底完成": "2023-11-30",
    "14力争9月上旬完成": "2022-09-10",
    "14下周三前完成": "2022-08-31",
    "14再有10天完成": "2022-09-03",
    "14两周内完成": "2022-09-07",
    "14 5个工作日内完成": "2022-08-31",
    "14 10月底上线": "2022-10-31",
    "14 60%，10月底前": "2022-10-31",
    "14完成时间：10月底": "2022-10-31",
    "14 ETA end of October": "2022-10-31",
    "14 done by next Friday": "2022-09-02",
    "14预计二季度完成": "2023-06-30",
    "14 11月底前完成全部工作": "2022-11-30",
    "14 will finish in ten days": "2022-09-03",
    "14 finish in a fortnight": "2022-09-07",
    "14 done by 30-Sep-2022": "2022-09-30",
}


@pytest.mark.parametrize(("text", "day"), EXPECTED.items())
def test_the_day_by_which_it_will_be_finished_is_taken(text, day):
    assert only(text).expected == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "14 8月12日已印发",
        "14 9月召开推进会",
        "14二季度已完成系统对接",
        "14 9月底前完成方案起草",
        "14截至8月31日进度60%",
        "14 8月底完不成",
    ],
)
def test_other_days_are_not(text):
    assert only(text).expected is None


def test_a_past_day_without_a_word_of_the_past_is_asked_about():
    reading = say("14 8月5日完成")
    assert reading.items[0].expected is None
    assert [doubt.kind for doubt in reading.doubts] == [DoubtKind.past_date]
    assert not say("14 8月5日已完成").doubts


def test_in_december_the_first_quarter_is_the_coming_one():
    assert only("14一季度完成", today=date(2022, 12, 26)).expected == date(2023, 3, 31)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("14推进50%，问题：指标不足", True),
        ("14卡在用地指标上", True),
        ("14 原因是人手不够，进度慢", True),
        ("14因系统故障滞后", True),
        ("14 delayed due to funding", True),
        ("14 60%，无困难", False),
        ("14 60%，没有问题", False),
        ("14 60%。存在问题：无", False),
        ("14发现问题7个，整改5个", False),
        ("14税务、社保等系统已对接", False),
        ("14尚未完成", False),
    ],
)
def test_an_obstacle_is_kept_in_the_units_words(text, there):
    assert bool(only(text).problem) is there


def test_the_obstacle_quotes_the_words():
    assert only("卡在市局系统", unit=TRAFFIC).problem == "卡在市局系统"


def test_an_obstacle_that_is_gone_blocks_no_more():
    item = only("14之前卡住的问题解决了，现在60%")
    assert (item.status, item.percent, item.problem) == (Status.in_progress, 60, None)


def test_the_last_date_before_the_verb_is_the_promise():
    assert only("14本月预计10月底完成").expected == date(2022, 10, 31)


def test_a_value_with_its_condition_lies_ahead():
    assert only("14还差公积金中心签字，签了就完").status is Status.in_progress


def test_the_plans_own_deadline_repeated_is_no_promise():
    assert only("14完成时限2022年12月，进度60%").expected is None


def test_the_fastest_that_it_takes_promises_nothing() -> None:
    assert only("14 最快40分钟办结，已完成").status is Status.done


def test_a_part_done_beside_another_still_going_on_is_not_the_task_done() -> None:
    assert only("17注销这块弄完了，清算还在查").status is Status.in_progress


def test_what_was_taken_back_is_not_the_percent() -> None:
    assert only("14前面报的95%作废，改90%").percent == 90


def test_a_day_gone_by_with_于_has_been() -> None:
    assert only("14于8月16日办结").status is Status.done


@pytest.mark.parametrize("text", ["14早就完成了就不再报了哈", "14完成了不用再问"])
def test_words_behind_a_finished_task_take_nothing_from_it(text: str) -> None:
    assert only(text).status is Status.done


def test_ours_done_and_theirs_not_yet_is_not_the_task_done() -> None:
    assert only("17我们这块弄好了，银行那边还没").status is Status.in_progress


def test_not_this_percent_but_that() -> None:
    assert only("刚才报错了，14不是80%是60%").percent == 60


def test_waiting_said_apart_holds_the_task_up() -> None:
    assert only("14市局文件没下来，等着").status is Status.blocked


@pytest.mark.parametrize("text", ["奉节保税仓全部建成", "奉节保税仓已全部建成"])
def test_the_task_itself_all_built_is_done(text: str) -> None:
    assert only(text, unit="县商务委").status is Status.done


@pytest.mark.parametrize("text", ["奉节保税仓年底前全部建成", "奉节保税仓仓库全部建成3个"])
def test_built_by_a_day_or_in_numbers_is_not_done(text: str) -> None:
    assert only(text, unit="县商务委").status is Status.in_progress


def test_a_bare_number_behind_a_place_is_its_percent() -> None:
    reading = say("第二个搞完了 第一个80", reply_to=("12", "13"))
    assert {item.task: item.percent for item in reading.items} == {"13": None, "12": 80}


def test_by_the_end_of_the_month_is_a_promise_whatever_particle_ends_it() -> None:
    item = only("14月底就能全部完成啦")
    assert (item.status, str(item.expected)) == (Status.in_progress, "2022-08-31")


def test_after_new_year_is_to_come() -> None:
    assert only("14 年后完成").status is Status.in_progress


def test_how_far_it_will_be_by_a_day_is_not_how_far_it_is() -> None:
    assert only("14 到9月底能完成八成").percent is None


def test_of_two_months_the_later_counts_and_the_first_is_no_percent() -> None:
    item = only("14 9、10月份完成")
    assert (item.percent, str(item.expected)) == (None, "2022-10-31")


def test_a_day_on_which_something_was_done_is_not_asked_about() -> None:
    assert not say("14 方案8月12日已印发").doubts


@pytest.mark.parametrize("text", ["14尚未汇编完", "14名录没对完"])
def test_not_yet_finished_whatever_is_being_finished(text: str) -> None:
    assert only(text).status is Status.in_progress


@pytest.mark.parametrize("text", ["14办成了", "14 下月中旬前拿下了方案"])
def test_brought_off_is_done_of_the_task_alone(text: str) -> None:
    assert (only(text).status is Status.done) == ("方案" not in text)


def test_how_early_something_was_done_is_no_day_to_come() -> None:
    item = only("14提前一个月完成")
    assert (item.status, item.expected) == (Status.done, None)


def test_a_number_and_ok_is_a_task_going_well() -> None:
    assert only("14 ok").status is Status.in_progress


def test_handed_over_is_no_promise_to_hand_in() -> None:
    assert only("14已交付").status is Status.in_progress
