"""What kind of message it is, and what of it may be stored."""

from datetime import date

import pytest

from bot.replies import DoubtKind
from storage.kinds import ReadingKind, Status
from tests.replies.office import only, say, told

KINDS = {
    "chat": ("收到", "好的，谢谢", "了解", "1", "辛苦了🌹", "在吗", "ok thanks", "2023年9月20日", "。。。", ""),
    "question": (
        "14什么时候截止？",
        "怎么回复才算报了？",
        "42这项的截止时间能告诉我吗",
        "14算完成吗",
        "延期要走什么程序？",
        "14 60%？",
    ),
    "pending": (
        "领导还没签字，签了马上发",
        "等分管领导审了再报",
        "14已安排科室整理，月底前报",
        "正在走审批流程",
        "材料已发邮箱",
        "will send it tomorrow",
    ),
    "dispute": (
        "14不是我们牵头的",
        "这项不归我局管，请转公积金中心",
        "与我局职能无关，请退回",
        "14 is not our task",
        "申请把14的牵头单位改为县财政局",
        "因机构改革，申请将第14项任务的牵头单位由我局调整为县财政局",
        "建议14由县财政局牵头，我局配合",
        "14申请取消，上级文件已废止",
        "申请取消14号任务",
    ),
    "undo": ("请取消14", "撤回", "撤销上一条", "刚才那条作废", "撤回14", "undo", "点错了，取消刚才的上报"),
    "correction": (
        "更正：14应是85%",
        "14应为85%，不是80%",
        "刚才15报错了，应该是70%",
        "14受理51件，不是15件，特此更正",
    ),
    "extension": ("14申请延期至11月底", "14能不能延到年底", "14再给我们两个月时间", "14 extend to Dec 15 please"),
    "progress": (
        "14申请取消涉企收费12项，已公布",
        "14完成50%",
        "14不延期，按期完成",
        "14预计推迟到10月底完成",
        "16办结了 材料发邮箱",
    ),
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_a_message_is_of_its_kind(kind, text):
    assert say(text).kind == kind


@pytest.mark.parametrize("kind", ["chat", "question", "pending", "dispute", "undo"])
def test_what_stores_nothing_carries_no_items(kind):
    for text in KINDS[kind]:
        assert say(text).items == ()


def test_a_report_with_a_question_is_stored_and_asks():
    reading = say("14办结，能否告知材料交哪里？")
    assert reading.kind is ReadingKind.progress
    assert reading.asks
    assert [item.task for item in reading.items] == ["14"]


def test_a_report_with_a_dispute_asks_the_office():
    reading = say("14办结，37不是我们的任务")
    assert reading.asks
    assert [item.task for item in reading.items] == ["14"]


def test_a_request_about_a_task_is_no_progress_of_it_beside_other_reports():
    reading = say("14完成60%，37申请取消，上级文件已废止")
    assert reading.asks
    assert [(item.task, item.percent) for item in reading.items] == [("14", 60)]


def test_an_extension_alone_has_no_status_and_with_a_report_keeps_it():
    assert only("14申请延期至11月底").status is None
    both = only("14完成70%，申请延期至11月底")
    assert (both.status, both.percent, both.extension) == (Status.in_progress, 70, date(2022, 11, 30))


def test_more_time_counts_from_the_deadline_to_the_end_of_its_month():
    assert only("14想延长两个月").extension == date(2023, 2, 28)


def test_more_time_without_a_date_is_asked_about():
    reading = say("14申请延期")
    assert reading.kind is ReadingKind.extension
    assert reading.items[0].extension is None
    assert [doubt.kind for doubt in reading.doubts] == [DoubtKind.no_date]


def test_more_time_for_an_ongoing_task_has_no_date_to_count_from():
    assert only("2申请延长一个月").extension is None


def test_a_correction_that_changes_only_a_number_names_no_status():
    item = only("更正：67专利268件")
    assert item.status is None
    assert [measure.value for measure in item.measures] == [268]


def test_an_explicit_month_decides_the_round():
    assert say("补报5月：14完成60%").month == date(2022, 5, 1)
    assert say("7月进展情况：14完成60%").month == date(2022, 7, 1)
    assert say("14完成60%").month is None


def test_what_was_not_understood_is_quoted():
    assert say("天气不错啊咱们").unread == "天气不错啊咱们"
    assert say("收到").kind is ReadingKind.chat


def test_politeness_changes_nothing():
    def core(text):
        return [(item.task, item.status, item.percent) for item in say(text).items]

    plain = core("14完成80%")
    for text in ("14完成80%，谢谢", "领导好，14完成80%", "14完成80%，请查收！", "好的收到，14完成80%，谢谢领导🌹"):
        assert core(text) == plain


def test_an_unclear_second_report_on_a_task_is_asked_about():
    reading = say("14完成。知识产权正常。第14项未启动")
    assert [item.task for item in reading.items].count("14") == 1


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("14办理流程改由线上受理", "14"),
        ("56已转派给二科办理，正常推进", "56"),
        ("14正在传达学习", "14"),
        ("31收费明示牌已全部上墙，完成80%", "31"),
    ],
)
def test_what_is_handed_on_within_the_work_is_no_dispute_and_no_promise(text, task):
    assert only(text).task == task


@pytest.mark.parametrize("text", ["70这项麻烦改派", "14请改派给县财政局", "14建议改由县财政局牵头"])
def test_a_task_that_is_to_go_to_another_unit_is_disputed(text):
    assert say(text).kind is ReadingKind.dispute


def test_a_number_put_right_at_once_is_a_slip_and_no_correction() -> None:
    reading = say("43、44——打错，应该是12、13，正常推进")
    assert reading.kind is ReadingKind.progress
    assert [item.task for item in reading.items] == ["12", "13"]


def test_last_months_report_said_to_be_wrong_is_corrected() -> None:
    assert say("14上个月报错了，应该是九成").kind is ReadingKind.correction


def test_what_was_left_out_last_month_is_no_correction() -> None:
    assert say("上个月漏报了不好意思，14正常推进").kind is ReadingKind.progress


def test_who_only_supports_and_asks_disputes_nothing() -> None:
    assert say("14我们是配合单位，也要每月单独报吗？").kind is ReadingKind.question
    assert say("14我们是配合单位").kind is ReadingKind.dispute


@pytest.mark.parametrize("text", ["14里头没有我们局，请核实", "任务清单里没有我局"])
def test_a_list_that_names_us_not_is_disputed(text: str) -> None:
    assert say(text).kind is ReadingKind.dispute


def test_what_we_lead_is_not_disputed() -> None:
    assert say("14 我局负责的材料核实已并入一窗通办，推进中").kind is ReadingKind.progress


def test_what_is_anothers_by_number_loses_nothing_of_ours() -> None:
    reading = say("12办结，13、14正常推进。6是财政局牵头的，不归我们报")
    assert [item.task for item in reading.items] == ["12", "13", "14"]


@pytest.mark.parametrize("text", ["12、13请县政府办统一报哈", "不是我局的事，69是司法局的"])
def test_who_else_is_to_report_is_a_dispute(text: str) -> None:
    assert say(text).kind is ReadingKind.dispute


@pytest.mark.parametrize("text", ["报送材料要盖公章不", "我们单位这个月一共要报几项"])
def test_how_to_report_and_how_many_are_questions(text: str) -> None:
    assert say(text).kind is ReadingKind.question


def test_taken_back_with_the_reason_stays_taken_back() -> None:
    assert say("撤回刚才那条，把12和13的数报错了").kind is ReadingKind.undo


def test_how_something_is_done_has_changed_and_no_report() -> None:
    assert say("14一小时办结改成40分钟了，完成90%").kind is ReadingKind.progress


def test_yesterdays_slip_is_a_correction() -> None:
    reading = say("昨天打错了 14是65%不是55")
    assert (reading.kind, reading.items[0].percent) == (ReadingKind.correction, 65)


def test_a_document_not_yet_passed_is_how_it_stands() -> None:
    assert told("第一项完成，第二项细则还没过会", reply_to=("12", "13")) == {"12": "done", "13": "in_progress"}


def test_a_report_that_is_away_for_its_stamp_is_pending() -> None:
    assert say("报告送局办盖章去了").kind is ReadingKind.pending


def test_a_number_that_no_task_has_takes_its_percent_with_it() -> None:
    reading = say("14 新增1家，388项70%")
    assert [item.percent for item in reading.items] == [None]
    assert [each.task for each in reading.refused] == ["388"]


@pytest.mark.parametrize("text", ["25号的会我们去2个人", "刚才网卡了", "能不能宽限两天报"])
def test_a_meeting_a_bad_line_and_a_late_report_report_nothing(text: str) -> None:
    assert say(text).kind in (ReadingKind.chat, ReadingKind.question)


@pytest.mark.parametrize("text", ["14系统上了文件也发了，这样算不算完成？", "14通知发了会也开了，这算完成了吗？"])
def test_what_was_done_is_reported_where_it_is_asked_whether_that_is_enough(text: str) -> None:
    reading = say(text)
    assert (reading.kind, reading.asks) == (ReadingKind.progress, True)


def test_whose_task_it_is_names_no_other_by_the_units_name() -> None:
    reading = say("这个任务不是我们的，应该是县规划自然资源局", unit="县住房城乡建委", reply_to=("19",))
    assert reading.kind is ReadingKind.dispute


@pytest.mark.parametrize(
    "text", ["因数据未出，9月10日后补报", "14因数据未出，9月10日后补报", "因经办人出差，下周一补报", "我先问下财务再报"]
)
def test_why_the_report_itself_is_late_is_no_report(text: str) -> None:
    assert say(text, reply_to=("14",)).kind is ReadingKind.pending


@pytest.mark.parametrize("text", ["因资金未到位，项目暂停，月底再报", "14申报12户，其余数据未出，9月10日后补报"])
def test_what_is_said_beside_it_is_one(text: str) -> None:
    assert say(text, reply_to=("14",)).kind is ReadingKind.progress


@pytest.mark.parametrize("text", ["14数据有误：新设企业应为18户", "上报口径有误：新设企业应为18户，请以此为准"])
def test_figures_that_were_reported_wrongly_are_put_right(text: str) -> None:
    reading = say(text, reply_to=("14",))
    assert (reading.kind, [m.value for m in reading.items[0].measures]) == (ReadingKind.correction, [18])


def test_material_found_wrong_is_progress() -> None:
    assert say("发现材料有误3件", reply_to=("14",)).kind is ReadingKind.progress


@pytest.mark.parametrize(
    "text", ["14：重复报了，撤销刚刚那条", "14撤销刚刚那条", "14 报重了，刚才那条作废", "14重复提交，撤回"]
)
def test_the_last_report_is_taken_back_with_its_task_named(text: str) -> None:
    assert say(text).kind is ReadingKind.undo


def test_what_is_put_in_its_place_is_a_correction() -> None:
    assert say("14：撤销刚刚那条，改为60%").kind is ReadingKind.correction


@pytest.mark.parametrize("text", ["14还在走流程", "14、15都在走流程", "证照分离那个还在走流程"])
def test_a_task_that_takes_its_course_is_under_way(text: str) -> None:
    assert set(told(text).values()) == {"in_progress"}


@pytest.mark.parametrize("text", ["14材料在走流程", "14文件走流程，领导签了就报", "走流程中，明天报", "在走流程"])
def test_a_material_or_a_report_that_does_is_on_its_way(text: str) -> None:
    assert say(text).kind is ReadingKind.pending


def test_a_contract_that_takes_its_course_beside_a_request_for_time_says_no_status() -> None:
    assert only("14想延长两个月，公司合同还在走流程").status is None


def test_figures_that_others_have_to_bring_are_a_report_on_its_way() -> None:
    reading = say("67这个月数据要等市局月底才出，出了马上报。56抽查31次")
    assert ({item.task for item in reading.items}, [later.task for later in reading.on_its_way]) == ({"56"}, ["67"])


@pytest.mark.parametrize("text", ["67等市局出方案，材料马上报", "67数据要等税务局提供，没法推进"])
def test_a_task_that_waits_for_others_is_blocked(text: str) -> None:
    assert told(text) == {"67": "blocked"}


@pytest.mark.parametrize(
    "text",
    [
        "表填完了，领导还要改，晚点发",
        "14、17数据还在收，收齐了30号报",
        "12 13 14已派下去，下周二之前交",
        "14我问下科室，马上报",
    ],
)
def test_how_the_report_stands_is_not_how_the_task_stands(text: str) -> None:
    assert say(text).kind is ReadingKind.pending


def test_a_task_done_beside_a_report_to_come_is_done() -> None:
    assert told("14已完成，材料晚点发") == {"14": "done"}


def test_sooner_or_later_is_not_done() -> None:
    assert told("14早晚完成") == {"14": "in_progress"}


def test_only_this_one_has_changed() -> None:
    assert told("只有10有变化，又开了5个窗口，剩下两个跟5月一样", reply_to=("10", "13", "17")) == {
        "10": "in_progress",
        "13": "no_change",
        "17": "no_change",
    }


def test_a_number_with_nothing_but_a_verb_done_is_a_report() -> None:
    assert told("14办了") == {"14": "in_progress"}


def test_what_a_figure_is_now_corrects_nothing() -> None:
    reading = say("14 rate is now 80%")
    assert reading.kind is ReadingKind.progress
    assert [measure.value for measure in reading.items[0].measures] == [80]


def test_a_number_behind_our_lead_is_a_task() -> None:
    assert told("我局牵头的14推进中") == {"14": "in_progress"}
