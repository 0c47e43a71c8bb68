"""Which task is meant: by number, list, range, words, the message replied to, or because there is only one."""

from datetime import date

import pytest

from bot.replies import DoubtKind, Ledger, TaskView, read
from storage.kinds import ReadingKind
from tests.replies.office import TRAFFIC, only, say, told

FORMS = (
    "14已完成",
    "#14 已完成",
    "任务14已完成",
    "第十四项已完成",
    "（14）已完成",
    "１４已完成",
    "No.14 done",
    "task 14 done",
    "14号任务已完成",
)


@pytest.mark.parametrize("text", FORMS)
def test_a_number_in_any_usual_form_names_its_task(text):
    assert told(text) == {"14": "done"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1、3、10办结", ["1", "3", "10"]),
        ("1.3.4.10办结", ["1", "3", "4", "10"]),
        ("10 13办结", ["10", "13"]),
        ("10，13办结", ["10", "13"]),
        ("10和13都办结了", ["10", "13"]),
        ("12-14办结", ["12", "13", "14"]),
        ("12至14项办结", ["12", "13", "14"]),
        ("第12至14项办结", ["12", "13", "14"]),
        ("三十一、三十三办结", ["31", "33"]),
        ("3✅12✅13✅", ["3", "12", "13"]),
        ("已完成：1、3、10", ["1", "3", "10"]),
        ("14 & 15 done", ["14", "15"]),
    ],
)
def test_lists_and_ranges_name_every_task_in_them(text, codes):
    assert told(text) == dict.fromkeys(codes, "done")


def test_statements_may_run_on_without_punctuation():
    assert told("14办结15推进中17没动") == {"14": "done", "15": "in_progress", "17": "not_started"}


def test_a_number_at_the_end_of_a_statement_names_its_task():
    assert told("继续推进35", unit="县政府办公室") == {"35": "in_progress"}


def test_words_of_a_title_that_point_to_one_task_are_enough():
    assert told("证照分离改革已完成") == {"2": "done"}
    assert told("知识产权保护完成60%") == {"67": "in_progress"}


def test_a_word_that_many_titles_have_is_not():
    reading = say("改革推进中")
    assert [item.task for item in reading.items] == [None]


def test_two_rows_under_one_title_are_asked_about():
    reading = say("隐性门槛清理工作已完成", unit="县财政局")
    assert [item.task for item in reading.items] == [None]
    assert set(reading.candidates) == {"5", "6"}


def test_a_number_that_two_rows_share_means_the_row_of_the_unit():
    assert told("23完成90%", unit="县经济信息委") == {"23-2": "in_progress"}
    assert told("23完成90%", unit="县民营经济促进中心") == {"23": "in_progress"}


def test_the_only_open_task_of_a_unit_needs_no_name():
    assert told("正在推进，约六成", unit=TRAFFIC) == {"7": "in_progress"}


def test_without_any_hint_the_task_is_left_open():
    assert only("推进中，60%").task is None


def test_a_number_beats_the_message_replied_to():
    assert told("15完成", reply_to=("14",)) == {"15": "done"}


def test_the_order_of_the_message_replied_to_counts():
    assert told("第一个80%，第二个没启动", reply_to=("14", "15")) == {"14": "in_progress", "15": "not_started"}
    assert told("前两个完成，最后一个没动", reply_to=("14", "15", "17")) == {
        "14": "done",
        "15": "done",
        "17": "not_started",
    }
    assert told("均已完成", reply_to=("14", "15")) == {"14": "done", "15": "done"}


def test_an_answer_to_several_that_says_not_which_is_left_open():
    reading = say("正常推进", reply_to=("14", "15"))
    assert [item.task for item in reading.items] == [None]
    assert reading.candidates == ("14", "15")


def test_the_rest_is_a_star_and_within_the_message_replied_to_written_out():
    assert told("14办结，其余正常推进") == {"14": "done", "*": "in_progress"}
    assert told("14办结，其他跟8月一样", reply_to=("14", "15", "17")) == {
        "14": "done",
        "15": "no_change",
        "17": "no_change",
    }
    assert told("我局各项任务均正常推进") == {"*": "in_progress"}


def test_other_departments_are_not_the_rest():
    assert "*" not in told("14推进中，其他部门不配合")
    assert "*" not in told("70 裁量基准还剩6个部门没报", unit="县司法局")


def test_exceptions_are_left_out():
    assert told("除了15其他都完成了", reply_to=("14", "15", "17")) == {"14": "done", "17": "done"}
    assert told("12到17除15外正常") == dict.fromkeys(("12", "13", "14", "16", "17"), "in_progress")


def test_the_narrower_statement_counts():
    assert told("12-14正常推进，其中13已完成") == {"12": "in_progress", "13": "done", "14": "in_progress"}


def test_a_slip_put_right_in_the_message_drops_the_slip():
    assert told("40…不对，29和32办结", unit="县发展改革委") == {"29": "done", "32": "done"}
    assert only("14完成80%，说错了，85%").percent == 85
    assert say("14完成80%，说错了，85%").kind is ReadingKind.progress


def test_ordinals_of_the_report_lose_to_title_words():
    text = "一、双随机一公开。本月联合抽查6次。\n二、知识产权。新发展培育库企业4家。\n三、包容审慎监管。无新增。"
    assert told(text) == {"56": "in_progress", "67": "in_progress", "63": "no_change"}
    assert told("1.双随机监管抽查6次。\n2.知识产权保护培育4家。") == {"56": "in_progress", "67": "in_progress"}


def test_a_number_and_a_title_that_disagree_are_asked_about():
    reading = say("14 知识产权保护完成80%")
    assert [item.task for item in reading.items] == [None]
    assert reading.doubts[0].kind is DoubtKind.disagree
    assert reading.doubts[0].candidates == ("14", "67")


def test_another_units_number_is_refused_and_the_rest_is_taken():
    reading = say("14办结，37也弄完了")
    assert [(item.task, item.status) for item in reading.items] == [("14", "done")]
    assert [(refusal.task, refusal.why) for refusal in reading.refused] == [("37", "not_yours")]
    alone = say("37完成50%")
    assert alone.kind is ReadingKind.not_yours
    assert [item.task for item in alone.items] == ["37"]


def test_a_number_that_no_task_has_is_unknown():
    reading = say("388 完成")
    assert reading.kind is ReadingKind.unknown_task
    assert [(refusal.task, refusal.why) for refusal in reading.refused] == [("388", "unknown_task")]


def test_a_unit_that_the_ledger_does_not_know_is_told_so():
    assert say("14完成", unit="县气象局").kind is ReadingKind.unknown_unit


@pytest.mark.parametrize(
    "text",
    ["座机023-56551234，有事请打", "手机13800001234", "15个乡镇有事", "14楼开会", "奉府发〔2022〕14号", "14点半开会"],
)
def test_numbers_that_are_not_tasks_name_none(text):
    assert not [item for item in say(text).items if item.task]


def test_codes_that_are_not_plain_numbers_are_read_as_they_are_written():
    ledger = Ledger(
        [
            TaskView("B14", "推进智慧停车建设", lead=("住建局",), position=1),
            TaskView("一.2", "整治户外广告", lead=("住建局",), position=2),
        ]
    )

    def codes(text: str) -> list[str | None]:
        return [item.task for item in read(text, unit="住建局", today=date(2022, 8, 24), ledger=ledger).items]

    assert codes("B14已完成") == ["B14"]
    assert codes("b14 完成70%") == ["B14"]
    assert codes("一.2推进中") == ["一.2"]
    assert codes("14完成") == ["B14"]


def test_spoken_numbers_are_found_in_the_middle_of_the_flow():
    text = "九十四座谈会开了两次了还差两次九十六评选还没启动要到下半年九十五正常"
    assert told(text, unit="县委统战部") == {"94": "in_progress", "96": "not_started", "95": "in_progress"}


def test_a_month_behind_and_is_a_task_where_it_is_one():
    reading = say("1和4月底完不成，估计要9月中旬")
    assert [item.task for item in reading.items] == ["1", "4"]
    assert {item.expected for item in reading.items} == {date(2022, 9, 20)}


@pytest.mark.parametrize(
    "text", ["任务14、任务15已完成", "14、15两项均已完成", "14和15都办结了，14号文另附", "#14 #15 done"]
)
def test_every_number_of_a_list_is_taken_once(text):
    assert told(text) == {"14": "done", "15": "done"}


def test_how_many_tasks_are_meant_is_no_task():
    assert told("已办结2项：14、15；推进中3项：17、25、31") == {
        "14": "done",
        "15": "done",
        "17": "in_progress",
        "25": "in_progress",
        "31": "in_progress",
    }
    assert "3" not in told("14、15、17：三项均已办结")
    assert told("我局22项任务均正常推进") == {"*": "in_progress"}


def test_shares_told_apart_are_told_apart():
    reading = say("14、15、17分别完成100%、60%、30%")
    assert [(item.task, item.percent) for item in reading.items] == [("14", 100), ("15", 60), ("17", 30)]
    assert not say("14、15、17分别完成60%、30%").items


def test_a_line_with_a_label_of_its_own_is_not_the_task_above():
    text = "一照多址：备案32户\n证照分离：告知承诺146件\n年报“多报合一”：已完成"
    assert told(text) == {"1": "in_progress", "2": "in_progress", "16": "done"}
    assert told("一照多址：备案32户\n某某专班工作：已完成")["1"] == "in_progress"


def test_the_rest_of_a_single_task_is_no_other_task():
    assert told("差不多完成一半了，剩下的明年上半年", reply_to=("67",)) == {"67": "in_progress"}
    assert "*" not in told("15窗口建成20个，剩余13个11月底前完成")


@pytest.mark.parametrize("text", ["三个一起做的，目前都是四成", "一共3项，都正常推进"])
def test_all_said_in_answer_to_several_is_said_of_each(text: str) -> None:
    assert set(told(text, reply_to=("10", "13", "17"))) == {"10", "13", "17"}


def test_all_of_some_thing_is_not_all_tasks() -> None:
    assert set(told("材料都正常", reply_to=("10", "13", "17"))) != {"10", "13", "17"}


def test_a_bare_status_points_to_no_task_by_its_words() -> None:
    task = TaskView("65", "支持民营企业", "保障企业正常生产经营，无问题企业不扰", ("县公安局",), (), None, True, 1)
    other = TaskView("11", "电子印章", "推广应用", ("县公安局",), (), None, True, 2)
    today = date(2022, 8, 24)
    for text in ("正常", "正常，无问题"):
        reading = read(text, unit="县公安局", today=today, ledger=Ledger([task, other]), reply_to=["11"])
        assert [item.task for item in reading.items] == ["11"]


@pytest.mark.parametrize(
    "text", ["首先14已完成，其次17推进中", "首先是14，已完成；其次是17，推进中", "首先，14已完成；其次，17推进中"]
)
def test_first_and_second_before_numbers_say_nothing_of_them(text: str) -> None:
    assert told(text) == {"14": "done", "17": "in_progress"}


def test_first_and_second_within_one_tasks_report_are_its_points() -> None:
    text = "14正常推进：首先，做了方案。其次，开了会，培训20人。"
    assert told(text) == {"14": "in_progress"}
    assert [m.value for m in only(text).measures] == [20]


@pytest.mark.parametrize("text", ["14办完后再次复核", "14因疫情再次推迟到10月底", "14年底前再次开展检查"])
def test_once_more_in_a_sentence_parts_nothing(text: str) -> None:
    item = only(text)
    assert item.status != "done"
    assert item.expected is None
