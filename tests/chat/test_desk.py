"""The office's desk through the real table of routes: what people write and press, and what everybody then sees."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.chat.dispatch import Dispatcher
from bot.chat.routes import ROUTES
from storage.kinds import CompletionState, ExtensionState, InboxState, Role, TaskState
from storage.models import Completion, Extension, OutboxRow, Report, Task
from tests import support
from tests.services.talk import CHEN, FINANCE, LIN, MARKET, OFFICE, Talk

WANG, SUN, LAY, STRANGER = 2003, 4001, 5001, 9009


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    talk = Talk(tmp_path)
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    with talk.db.writing() as session:
        support.person(session, WANG, "王科员", role=Role.office)
        support.person(session, SUN, "孙督查", role=Role.supervision)
        support.person(session, LAY, "周监督员", role=Role.lay_supervisor)
    return talk


def _task(talk: Talk, code: str) -> Task:
    found: Task = next(task for task in talk.rows(Task) if task.code == code)
    return found


def test_a_claim_is_confirmed_by_one_press_and_the_unit_is_told(talk: Talk) -> None:
    talk.say(CHEN, "15办结，文号奉市监发〔2022〕8号")
    assert talk.texts(OFFICE)[-1].startswith("<b>【办结待审】</b>县市场监管局")
    handled = talk.press(OFFICE, "确认办结")
    assert (handled.callback_text, handled.callback_alert) == ("已确认办结：15", False)
    assert _task(talk, "15").state is TaskState.done
    assert talk.texts(CHEN)[-1] == "15 持续提升开办企业便利度：已确认办结，今后不再调度。"
    for staff in (OFFICE, WANG):
        (letter,) = talk.shown(staff)
        assert letter.payload["text"].endswith("<b>已确认办结</b>：李科长，8月24日10:42")
        assert talk.labels(letter) == []


def test_the_second_of_two_staff_is_told_who_was_first_and_when(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    (old,) = talk.shown(WANG)
    pressed = talk.buttons_of(old)[1]["callback_data"]
    talk.press(OFFICE, "确认办结")
    talk.wait(minutes=3)
    handled = talk.push(WANG, pressed, talk.message_of(old))
    assert (handled.callback_text, handled.callback_alert) == ("15：李科长已于8月24日10:42确认办结", True)
    assert [row.state for row in talk.rows(Completion)] == [CompletionState.confirmed]


def test_a_return_takes_the_next_text_as_the_reason_and_no_report(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    assert talk.press(OFFICE, "退回").callback_text == "请写理由"
    talk.say(OFFICE, "15缺少网办率数据")
    assert talk.last(OFFICE) == "已退回：15"
    assert talk.texts(CHEN)[-1].splitlines()[:2] == [
        "15 持续提升开办企业便利度：办结申请已退回。",
        "理由：15缺少网办率数据",
    ]
    (prompt,) = (row for row in talk.shown(OFFICE) if "请发一条消息说明理由" in row.payload["text"])
    assert talk.labels(prompt) == []
    assert talk.texts(OFFICE).count("已退回：15") == 1
    assert talk.count(Report) == 1  # the reason is not taken for a report
    talk.say(OFFICE, "15缺少网办率数据")
    assert len(talk.rows(Completion)) == 1
    assert talk.texts(CHEN)[-1].splitlines()[0].endswith("办结申请已退回。")  # and a second text changes nothing


def test_files_that_came_with_a_claim_are_named_and_sent_to_who_asks(talk: Talk) -> None:
    paper = {"file_id": "F1", "file_unique_id": "u1", "file_name": "验收单.pdf", "mime_type": "application/pdf"}
    talk.say(CHEN, caption="15办结", document=paper)
    assert "附件：验收单.pdf" in talk.texts(OFFICE)[-1]
    assert talk.press(OFFICE, "看附件").callback_text == "正在发送1个附件"
    sent = [row for row in talk.rows(OutboxRow) if row.method == "sendDocument"]
    assert [(row.chat_id, row.payload) for row in sent] == [(OFFICE, {"document": "F1"})]


def test_a_file_sent_in_answer_to_the_receipt_reaches_the_desk_s_letter(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    receipt = talk.shown(CHEN)[-1]
    paper = {"file_id": "F2", "file_unique_id": "u2", "file_name": "清单.xlsx"}
    talk.say(CHEN, document=paper, reply_to=talk.message_of(receipt))
    (letter,) = talk.shown(OFFICE)
    assert "附件：清单.xlsx" in letter.payload["text"]
    assert talk.labels(letter) == ["确认办结", "退回", "看附件"]


def test_a_command_in_between_leaves_the_question_open(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    talk.press(OFFICE, "退回")
    talk.say(OFFICE, "/summary")
    talk.say(OFFICE, "缺文号")
    assert talk.rows(Completion)[0].reason == "缺文号"


def test_a_quick_reason_returns_at_once_and_closes_the_question(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    talk.press(OFFICE, "退回")
    assert talk.press(OFFICE, "缺文号").callback_text == "已退回：15"
    assert talk.rows(Completion)[0].reason == "缺文号"
    handled = talk.say(OFFICE, "今天天气不错")
    assert handled.state is not InboxState.parked
    assert talk.rows(Completion)[0].reason == "缺文号"


def test_more_time_is_granted_by_one_press_and_the_paper_is_asked_for(talk: Talk) -> None:
    talk.say(CHEN, "17申请延期到2023年3月底，等公积金系统")
    assert "申请延到：2023年3月" in talk.texts(OFFICE)[-1]
    assert talk.press(OFFICE, "同意").callback_text == "已同意延期：17"
    talk.say(OFFICE, "奉府办〔2022〕12号")
    (row,) = talk.rows(Extension)
    assert (row.state, row.granted_until, row.paper) == (
        ExtensionState.granted,
        date(2023, 3, 31),
        "奉府办〔2022〕12号",
    )
    assert talk.texts(CHEN)[-1].startswith("17 完善企业退出机制：同意延期到2023年3月31日。")


def test_more_time_is_declined_with_a_reason(talk: Talk) -> None:
    talk.say(CHEN, "17申请延期到2023年3月底，等公积金系统")
    talk.press(OFFICE, "不同意")
    talk.say(OFFICE, "县里要求年内完成")
    assert talk.texts(CHEN)[-1].endswith("理由：县里要求年内完成")


def test_an_unreadable_date_is_asked_again_and_the_question_stays(talk: Talk) -> None:
    talk.say(CHEN, "17申请延期到2023年3月底，等公积金系统")
    talk.press(OFFICE, "同意到其他日期")
    assert talk.say(OFFICE, "再议").state is InboxState.refused
    assert talk.last(OFFICE).startswith("没看懂日期：再议")
    talk.say(OFFICE, "2023年6月30日")
    assert talk.rows(Extension)[0].granted_until == date(2023, 6, 30)


def test_a_question_goes_to_the_desk_and_the_answer_back(talk: Talk) -> None:
    talk.say(CHEN, "请问64的清单按哪个版本报？")
    assert talk.texts(OFFICE)[-1].startswith("<b>【单位来问】</b>")
    talk.press(OFFICE, "回复")
    talk.say(OFFICE, "按2022版")
    assert talk.texts(CHEN)[-1].startswith("县营商办回复：按2022版")
    assert "<b>已回复</b>：李科长" in "".join(talk.texts(WANG))


def test_a_reply_to_the_letter_itself_is_the_answer(talk: Talk) -> None:
    talk.say(CHEN, "请问64的清单按哪个版本报？")
    (letter,) = talk.shown(WANG)
    talk.say(WANG, "按2022版", reply_to=talk.message_of(letter))
    assert talk.texts(CHEN)[-1].startswith("县营商办回复：按2022版")


def test_reopening_needs_the_code_and_a_reason(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    talk.press(OFFICE, "确认办结")
    assert talk.say(OFFICE, "/reopen").state is InboxState.refused
    assert talk.say(OFFICE, "/reopen 15").state is InboxState.refused
    talk.say(OFFICE, "/reopen 15 文号有误")
    assert _task(talk, "15").state is TaskState.open
    assert talk.texts(CHEN)[-1].endswith("理由：文号有误")


def test_the_summary_is_a_picture_and_a_list_that_is_edited_in_place(talk: Talk) -> None:
    talk.say(CHEN, "17完成60%")
    talk.say(OFFICE, "/summary")
    picture, listed = talk.shown(OFFICE)[-2:]
    assert (picture.method, picture.payload["draw"]["form"]) == ("sendPhoto", "chart")
    assert picture.payload["caption"].startswith("<b>8月调度</b> 截至24日10时（内部，未审）")
    lists = ["·未报·", "逾期", "需协调", "30天内到期", "分单位", "分领域", "量化指标", "负担"]
    assert talk.labels(listed) == [*lists, "Excel台账", "Word情况"]
    before = len(talk.shown(OFFICE))
    handled = talk.press(OFFICE, "逾期")
    assert handled.callback_id
    assert len(talk.shown(OFFICE)) == before
    changed = talk.shown(OFFICE)[-1]
    assert talk.message_of(changed) == talk.message_of(listed)
    assert changed.payload["text"].splitlines()[1] == "58 落实知识产权侵权惩罚性赔偿（县市场监管局，应2022年6月）"
    assert talk.labels(changed)[1] == "·逾期·"


def test_a_long_list_is_turned_page_by_page_in_the_same_message_within_its_narrowing(tmp_path: Path) -> None:
    overdue = [
        {"code": str(n), "title": f"事项{n}", "lead": [MARKET], "deadline": date(2022, 6, 30), "section": "一、市场"}
        for n in range(1, 46)
    ]
    talk = Talk(tmp_path, [*overdue, {"code": "99", "title": "其他", "lead": [FINANCE], "deadline": "ongoing"}])
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    talk.say(OFFICE, "/summary 一 逾期 市场监管局")
    listed = talk.shown(OFFICE)[-1]
    seen: list[str] = []
    for number, turns in ((1, ["下一页"]), (2, ["上一页", "下一页"]), (3, ["上一页"])):
        shown = talk.shown(OFFICE)[-1]
        assert talk.message_of(shown) == talk.message_of(listed)
        head, *lines = shown.payload["text"].splitlines()
        assert head.endswith(f"第{number}页，共3页")
        assert "截至24日10时" in head
        assert [label for label in talk.labels(shown) if label.endswith("一页")] == turns
        seen += [line.split()[0] for line in lines]
        if number < 3:
            talk.press(OFFICE, "下一页")
    assert seen == [str(n) for n in range(1, 46)]
    talk.press(OFFICE, "上一页")
    assert talk.shown(OFFICE)[-1].payload["text"].splitlines()[0].endswith("第2页，共3页")


def test_a_list_button_pressed_much_later_shows_that_month_as_it_is_known_now(talk: Talk) -> None:
    talk.say(OFFICE, "/summary")
    talk.go_to(2022, 9, 20)
    talk.press(OFFICE, "逾期")
    lines = talk.shown(OFFICE)[-1].payload["text"].splitlines()
    assert lines[0] == "<b>到期未办结2条</b>（8月，截至9月20日10时）"
    assert [line.split()[0] for line in lines[1:]] == ["15", "58"]


def test_a_liaison_sees_the_own_unit_only_also_by_another_s_buttons(talk: Talk) -> None:
    talk.say(OFFICE, "/summary")
    office_list = talk.shown(OFFICE)[-1]
    talk.say(LIN, "/summary")
    text, listed = talk.shown(LIN)[-2:]
    assert "县财政局应报2条：已报0，未报2——40、41" in text.payload["text"]
    assert "县市场监管局" not in text.payload["text"] + listed.payload["text"]
    assert listed.payload["text"].startswith("<b>未报2条</b>")
    stolen = talk.buttons_of(office_list)[1]["callback_data"]
    talk.push(LIN, stolen, talk.message_of(listed))
    assert "58" not in talk.shown(LIN)[-1].payload["text"]
    talk.say(LIN, "/summary 县市场监管局")
    assert talk.last(LIN) == "您可以查看本单位的汇总：县财政局"


def test_supervision_reads_everything_and_decides_nothing(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    talk.say(SUN, "/summary 县市场监管局")
    assert talk.texts(SUN)[0].startswith("<b>8月调度</b> 县市场监管局")
    (letter,) = talk.shown(OFFICE)
    data = talk.buttons_of(letter)[0]["callback_data"]
    for who in (SUN, LAY, CHEN, STRANGER):
        handled = talk.push(who, data, 1)
        assert handled.state is InboxState.refused, who
    assert talk.say(SUN, "/reopen 15 理由").state is InboxState.refused
    assert _task(talk, "15").state is TaskState.open
    assert talk.rows(Completion)[0].state is CompletionState.claimed


def test_a_lay_supervisor_and_a_stranger_get_no_summary(talk: Talk) -> None:
    for who in (LAY, STRANGER):
        talk.say(who, "/summary")
        assert not any("调度</b>" in text for text in talk.texts(who))


@pytest.mark.parametrize(
    "data",
    [
        "desk_confirm:abc",
        "desk_confirm",
        "desk_return:99999",
        "desk_why:1:77",
        "desk_grant:99999:0",
        "desk_answer:1",
        "desk_judge:5",
        "sum:nothing:0:202208:::",
        "sum:overdue:x:202208:::",
        "sum:overdue:0:209913:::",
        "sum:overdue:0:202208::99:",
        "sum",
    ],
)
def test_buttons_that_are_none_of_ours_are_refused_and_harm_nothing(talk: Talk, data: str) -> None:
    talk.say(OFFICE, "/summary")
    before = talk.count(OutboxRow)
    handled = talk.push(OFFICE, data, 1)
    assert handled.state is InboxState.refused
    assert handled.callback_text
    assert talk.count(OutboxRow) == before


@pytest.mark.parametrize("words", ["2022-13", "县", "教育局", "2031-01"])
def test_a_summary_that_is_not_understood_is_answered_with_candidates(talk: Talk, words: str) -> None:
    assert talk.say(OFFICE, f"/summary {words}").state is InboxState.refused
    assert len(talk.last(OFFICE)) > 10


def test_two_presses_of_one_button_do_it_once(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    (letter,) = talk.shown(OFFICE)
    data = talk.buttons_of(letter)[0]["callback_data"]
    talk.push(OFFICE, data, talk.message_of(letter))
    told = len(talk.texts(CHEN))
    talk.push(OFFICE, data, talk.message_of(letter))
    assert len(talk.texts(CHEN)) == told


def test_undoing_the_report_takes_the_claim_back_from_the_desk(talk: Talk) -> None:
    talk.say(CHEN, "15办结")
    talk.press(CHEN, "撤回")
    assert talk.rows(Completion)[0].state is CompletionState.withdrawn
    assert talk.texts(OFFICE)[-1].endswith("<b>单位已撤回</b>：8月24日10:42")


def test_a_change_of_lead_that_a_unit_asks_for_is_decided_by_a_press_and_recorded_with_who_approved(talk: Talk) -> None:
    talk.say(LIN, "申请把41的牵头单位改为县规划自然资源局，职能已划转")
    assert talk.reports().get("41") is None
    letter = talk.shown(WANG)[-1]
    assert letter.payload["text"].startswith("<b>【申请调整牵头单位】</b>")
    assert talk.labels(letter) == ["回复", "不用答复", "改牵头单位…"]
    talk.press(WANG, "改牵头单位…")
    talk.say(WANG, "县不存在局，李副县长")
    assert talk.last(WANG).startswith("没有叫“县不存在局”的单位")
    talk.say(WANG, "县规划自然资源局，李副县长，8月20日，奉府办〔2022〕12号")
    assert talk.last(WANG) == "已记录"
    assert "41 政府采购电子化：不再由贵单位承担。" in talk.texts(LIN)
    assert talk.texts(LIN)[-1].startswith("县营商办回复：同意，41改由县规划自然资源局牵头。")
    talk.say(OFFICE, "/inbox")
    assert "没有待办事项" in talk.last(OFFICE)
    talk.say(OFFICE, "/history 41")
    told = [line.split(" ", 1)[1] for line in talk.last(OFFICE).splitlines()[2:]]
    assert told == [
        "路人调整牵头单位：县财政局 → 县规划自然资源局",
        "路人记录审批（批准：李副县长，2022年8月20日，奉府办〔2022〕12号）",
    ]
    handled = talk.push(OFFICE, talk.buttons_of(letter)[2]["callback_data"], talk.message_of(letter))
    assert (handled.callback_text, handled.callback_alert) == ("路人已于8月24日10:42回复", True)


def test_a_task_that_a_unit_asks_to_cancel_is_cancelled_only_by_the_office(talk: Talk) -> None:
    talk.say(LIN, "41申请取消，上级文件已废止")
    assert _task(talk, "41").state is TaskState.open
    assert talk.texts(OFFICE)[-1].startswith("<b>【申请取消任务】</b>")
    talk.press(OFFICE, "取消任务…")
    talk.say(OFFICE, "李副县长，8月20日，奉府办〔2022〕12号")
    assert _task(talk, "41").state is TaskState.cancelled
    assert talk.texts(LIN)[-1].startswith("县营商办回复：同意，41已取消。")
    assert "41 政府采购电子化：已取消。按单位申请：41申请取消，上级文件已废止" in talk.texts(LIN)
