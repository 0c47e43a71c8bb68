"""The obstacle that a clause names, in the unit's own words."""

from __future__ import annotations

import pytest

from storage.kinds import Status
from tests.replies.office import only


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("存在问题：窗口缺人", "窗口缺人"),
        ("困难：银行不愿共享", "银行不愿共享"),
        ("系统接口未开通导致进度滞后", "系统接口未开通导致进度滞后"),
        ("缺少专项经费", "缺少专项经费"),
        ("卡在数据共享环节", "卡在数据共享环节"),
        ("还存在部分企业不配合问题", "还存在部分企业不配合问题"),
        ("受疫情影响", "受疫情影响"),
        ("等税务局开放接口", "等税务局开放接口"),
        ("没有企业愿意参加", "没有企业愿意参加"),
        ("主要难点是跨部门核验", "主要难点是跨部门核验"),
    ],
)
def test_what_stands_in_the_way_is_kept_as_it_was_written(text: str, problem: str) -> None:
    assert only(f"14推进中，{text}").problem == problem


@pytest.mark.parametrize("text", ["存在问题：无", "困难：暂无", "问题：没有", "problems: none", "存在问题：未发现"])
def test_nothing_behind_the_label_is_no_obstacle(text: str) -> None:
    assert only(f"14推进中，{text}").problem is None


@pytest.mark.parametrize("text", ["没有困难", "不存在问题", "没什么问题", "不影响进度", "无堵点", "人手不缺"])
def test_an_obstacle_denied_is_none(text: str) -> None:
    assert only(f"14推进中，{text}").problem is None


@pytest.mark.parametrize("text", ["检查发现问题9个", "整改问题12条", "停电时长缩短20%", "难题已解决"])
def test_problems_found_or_solved_are_no_obstacle(text: str) -> None:
    assert only(f"31推进中，{text}").problem is None


def test_beside_a_request_for_time_what_is_not_there_is_the_obstacle() -> None:
    assert only("14申请延期一个月，协议还没签").problem == "协议还没签"


@pytest.mark.parametrize("text", ["14一直不错，正常推进", "14一直不断推进", "14情况一直不变", "14不想再拖，正常推进"])
def test_what_is_never_bad_or_not_to_stop_is_no_obstacle(text: str) -> None:
    assert only(text).problem is None


@pytest.mark.parametrize("text", ["14银行老不给数据，60%", "17企业不想注销", "14材料不全，推进中"])
def test_what_others_will_not_do_is_an_obstacle(text: str) -> None:
    assert only(text).problem


def test_one_more_problem_is_an_obstacle() -> None:
    assert only("14推进中，还有个问题没解决").problem


def test_what_others_have_to_approve_is_waited_for() -> None:
    assert only("14还在等海关批").problem


def test_a_difficulty_overcome_is_none() -> None:
    assert not only("14技术难点已攻克，系统上线了").problem


def test_a_card_is_not_stuck() -> None:
    assert not only("14校园卡在联调").problem


def test_the_main_reason_that_something_is_not_there_is_an_obstacle() -> None:
    assert only("14还没开始，主要是市里没有范本").problem


@pytest.mark.parametrize("text", ["14比计划晚", "14超期了", "14时间紧，任务重", "14设备坏了", "14第三方没进场"])
def test_late_short_of_time_and_broken_are_obstacles(text: str) -> None:
    assert only(text).problem


def test_a_difficulty_got_over_is_no_obstacle() -> None:
    assert not only("14困难已克服").problem


@pytest.mark.parametrize(
    "words", ["就是人手有点紧", "资金有些紧张", "时间比较紧", "人手略显不足", "经费不大够", "资金压力有点大"]
)
def test_means_that_are_a_little_short_are_an_obstacle(words: str) -> None:
    assert only(f"14目前六成，{words}").problem == words


@pytest.mark.parametrize("words", ["人手不紧", "抓得很紧", "人员很充足", "没有新增问题", "无新增困难"])
def test_what_is_not_short_and_no_new_problem_are_none(words: str) -> None:
    item = only(f"14正常推进，{words}")
    assert (item.status, item.problem) == (Status.in_progress, None)


@pytest.mark.parametrize("words", ["哎呀不好意思才看到，", "真不好意思，", "啊呀不好意思忘报了，"])
def test_an_excuse_is_no_obstacle_whatever_sigh_stands_before(words: str) -> None:
    item = only(f"{words}14完成80%")
    assert (item.percent, item.problem) == (80, None)


@pytest.mark.parametrize("words", ["未收到新的案件", "没收到投诉", "没有收到举报线索"])
def test_that_nobody_came_is_no_obstacle(words: str) -> None:
    assert not only(f"14{words}，正常推进").problem


@pytest.mark.parametrize("words", ["未收到批复", "未收到企业的材料"])
def test_what_one_waits_for_and_has_not_got_is_one(words: str) -> None:
    assert only(f"14{words}").problem


@pytest.mark.parametrize("words", ["尚未全面完成", "没全部办结", "还没有全面完成"])
def test_unfinished_beside_a_request_for_time_is_no_reason(words: str) -> None:
    item = only(f"14{words}，申请延期一个月")
    assert (item.status, item.problem) == (Status.in_progress, None)


def test_a_thing_unfinished_beside_a_request_for_time_is_its_reason() -> None:
    assert only("14方案尚未完成，申请延期一个月").problem


@pytest.mark.parametrize("reason", ["设备到货晚了", "文件批得晚", "系统市里推迟上线", "还没列入议题"])
def test_what_came_late_or_was_put_off_is_an_obstacle(reason: str) -> None:
    assert reason in (only(f"14完成40%，{reason}").problem or "")


def test_a_forum_that_has_not_taken_it_up_does_not_mean_that_nothing_was_begun() -> None:
    item = only("14拖到明年1月中旬才能弄完，常委会还没排上议题")
    assert (item.status, item.problem) == ("in_progress", "常委会还没排上议题")


def test_an_apology_for_a_late_report_is_none() -> None:
    assert only("14不好意思报晚了，完成40%").problem is None


@pytest.mark.parametrize("reason", ["评审结果要明年2月才出来", "场地还在谈", "市里推迟上线"])
def test_a_reason_before_the_asking_is_an_obstacle_and_no_progress(reason: str) -> None:
    item = only(f"17{reason}，想延到2023年2月底")
    assert (item.problem, item.status) == (f"17{reason}", None)


def test_what_one_is_at_beside_the_asking_is_none() -> None:
    item = only("17我们还在做，申请延一个月")
    assert (item.problem, item.status) == (None, "in_progress")


@pytest.mark.parametrize("text", ["其中2个项目还卡在环评", "3个项目受阻", "还有4户停滞不前"])
def test_so_many_that_are_stuck_are_an_obstacle(text: str) -> None:
    item = only(f"14走访28户，{text}")
    assert (item.status, item.problem) == (Status.in_progress, text)


@pytest.mark.parametrize("text", ["叫停问题项目2个", "协调解决2个卡在环评的项目"])
def test_what_we_stopped_or_freed_is_no_obstacle(text: str) -> None:
    assert only(f"14走访28户，{text}").problem is None


@pytest.mark.parametrize("text", ["14签订功能还差测试，申请延长一个月", "14申请延长一个月，系统还差联调"])
def test_what_is_still_lacking_is_the_reason_for_asking_for_time(text: str) -> None:
    item = only(text)
    assert item.status is None
    assert "还差" in (item.problem or "")


def test_how_much_is_still_lacking_is_how_far_the_task_is() -> None:
    item = only("14还差20%，申请延长一个月")
    assert (item.status, item.percent, item.problem) == (Status.in_progress, 80, None)
