"""Observations, obstacles passed on and instructions, through the real table of routes, until they are settled."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.chat.dispatch import Dispatcher
from bot.chat.routes import ROUTES
from bot.services import tick, tracked_due
from storage.kinds import InboxState, MessageKind, Role, TrackedKind, TrackedState
from storage.models import AuditEvent, OutboxRow, Plan, Report, TrackedAnswer, TrackedItem
from tests import support
from tests.services.talk import CHEN, FINANCE, LIN, MARKET, OFFICE, Talk

WANG, SUN, LAY, LAY2 = 2003, 4001, 5001, 5002
PHOTO = [{"file_id": "P1", "file_unique_id": "u1", "width": 90, "height": 90, "file_size": 10}]


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    talk = Talk(tmp_path)
    talk.dispatch = Dispatcher(talk.office, ROUTES, lambda: talk.now)
    with talk.db.writing() as session:
        support.person(session, WANG, "王科员", role=Role.office)
        support.person(session, SUN, "孙督查", role=Role.supervision)
        support.person(session, LAY, "周监督员", role=Role.lay_supervisor)
        support.person(session, LAY2, "吴监督员", role=Role.lay_supervisor)
    return talk


def _item(talk: Talk, number: int = 1) -> TrackedItem:
    found: TrackedItem = talk.rows(TrackedItem)[number - 1]
    return found


def _tick(talk: Talk) -> int:
    """Let the program look for reminders; return how many messages 林涛 got by it."""
    before = len(talk.texts(LIN))
    with talk.db.writing() as session:
        tracked_due.tick(support.context(session, now=talk.now, office=talk.office))
    talk.deliver()
    return len(talk.texts(LIN)) - before


def test_an_observation_reaches_the_lead_unit_with_its_photo_and_a_day(talk: Talk) -> None:
    talk.say(SUN, caption="/observe 15 窗口周二上午无人值守", photo=PHOTO)
    item = _item(talk)
    assert (item.kind, item.state, item.due_on, item.filed_as) == (
        TrackedKind.observation, TrackedState.open, date(2022, 8, 31), Role.supervision,
    )  # fmt: skip
    assert talk.texts(CHEN)[-1].splitlines() == [
        "<b>【督查意见1号】县市场监管局</b>",
        "路人（督查人员）8月24日就“15 持续提升开办企业便利度”提出：",
        "“窗口周二上午无人值守”",
        "附照片",
        "请于8月31日（周三）前答复，直接回复本条消息即可，可附照片。",
    ]
    assert talk.last(SUN) == "已记为督查意见1号，请县市场监管局于8月31日（周三）前答复。"
    assert not talk.texts(LIN)  # another unit hears nothing
    talk.press(CHEN, "看照片")
    sent = [row for row in talk.rows(OutboxRow) if row.method == "sendPhoto"]
    assert [(row.chat_id, row.payload) for row in sent] == [(CHEN, {"photo": "P1"})]


def test_a_reply_is_the_answer_and_no_report_and_supervision_settles(talk: Talk) -> None:
    talk.say(SUN, "/observe 15 窗口周二上午无人值守")
    talk.say(CHEN, "15窗口已增派1人", reply_to=talk.message_of(talk.shown(CHEN)[-1]))
    assert talk.count(Report) == 0
    assert _item(talk).state is TrackedState.answered
    assert "<b>县市场监管局答复</b>（陈红，8月24日10:42）：15窗口已增派1人" in talk.texts(SUN)[-1]
    assert talk.press(SUN, "销号").callback_text == "已销号：督查意见1号"
    assert talk.last(CHEN) == "督查意见1号已销号。"
    handled = talk.press(OFFICE, "销号") if "销号" in talk.labels(talk.shown(OFFICE)[-1]) else None
    assert handled is None  # the office's letter has lost its buttons
    row = next(each for each in talk.rows(OutboxRow) if each.chat_id == OFFICE and each.facts.get("item"))
    again = talk.push(WANG, "item_settle:1", talk.message_of(row))
    assert (again.callback_text, again.callback_alert) == ("督查意见1号：路人已于8月24日10:42销号", True)
    assert [event.action for event in talk.rows(AuditEvent) if event.object == "tracked_items"] == [
        "item.filed",
        "item.answered",
        "item.settled",
    ]


def test_what_a_unit_adds_on_the_same_day_changes_the_letter_and_comes_anew_on_a_later_one(talk: Talk) -> None:
    talk.say(SUN, "/observe 17 窗口无人值守")

    def letters(who: int) -> list[str]:
        return [text for text in talk.texts(who) if text.startswith("<b>【督查意见1号】")]

    talk.say(CHEN, "/answer 1 正在核实")
    before = {who: len(letters(who)) for who in (OFFICE, SUN)}
    talk.say(CHEN, "/answer 1 已增派1人")
    for who, count in before.items():
        assert len(letters(who)) == count
        assert "正在核实" in letters(who)[-1]
        assert "已增派1人" in letters(who)[-1]
    talk.wait(days=1)
    talk.say(CHEN, "/answer 1 附排班表")
    assert {who: len(letters(who)) for who in (OFFICE, SUN)} == {who: count + 1 for who, count in before.items()}


def test_a_lay_supervisor_sees_own_observations_and_answers_only_and_is_not_named_to_the_unit(talk: Talk) -> None:
    talk.say(LAY, "/observe 15 窗口排队一小时")
    assert "监督员8月24日就" in talk.texts(CHEN)[-1]
    assert not any("路人" in text for text in talk.texts(CHEN))
    talk.press(CHEN, "答复")
    talk.say(CHEN, "已加开2个窗口")
    assert "已加开2个窗口" in talk.texts(LAY)[-1]
    assert talk.labels(talk.shown(LAY)[-1]) == []  # and cannot settle
    talk.say(LAY2, "/items")
    assert talk.last(LAY2) == "目前没有在办事项。"
    talk.say(LAY2, "/items 1")
    assert talk.last(LAY2) == "没有您可查看的1号事项"
    handled = talk.say(LAY, "/settle 1")
    assert handled.state is InboxState.refused
    assert _item(talk).state is TrackedState.answered


def test_an_answer_that_is_not_enough_goes_back_with_a_reason_and_a_new_day(talk: Talk) -> None:
    talk.say(SUN, "/observe 15 窗口无人")
    talk.say(CHEN, "/answer 1 正在协调")
    talk.wait(days=1)
    assert talk.press(OFFICE, "请再答复").callback_text == "请写理由"
    talk.say(OFFICE, "请写明何时整改到位")
    item = _item(talk)
    assert (item.state, item.due_on) == (TrackedState.open, date(2022, 9, 1))
    assert "请再答复：请写明何时整改到位" in talk.texts(CHEN)[-1]
    talk.say(CHEN, "/answer 1 8月30日前整改到位")
    assert [each.text for each in talk.rows(TrackedAnswer)] == ["正在协调", "8月30日前整改到位"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/observe 999 窗口无人", "没有在办方案包含任务999"),
        ("/observe 15", "请写明任务号和所见情况，如：/observe 23 周二上午窗口无人值守"),
    ],
)
def test_an_observation_that_is_not_complete_stores_nothing(talk: Talk, words: str, answer: str) -> None:
    assert talk.say(SUN, words).state is InboxState.refused
    assert talk.count(TrackedItem) == 0
    if "999" not in words:
        assert talk.last(SUN) == answer


def test_another_unit_cannot_answer_and_an_old_button_says_how_it_is(talk: Talk) -> None:
    talk.say(SUN, "/observe 15 窗口无人")
    old = talk.shown(CHEN)[-1]
    assert talk.say(LIN, "/answer 1 我们来答").state is InboxState.refused
    assert talk.push(LIN, "item_answer:1", 1).state is InboxState.refused
    talk.say(OFFICE, "/settle 1 现场已核实")
    handled = talk.push(CHEN, talk.buttons_of(old)[0]["callback_data"], talk.message_of(old))
    assert (handled.callback_text, handled.callback_alert) == ("督查意见1号：李科长已于8月24日10:42销号", True)
    assert talk.count(TrackedAnswer) == 0
    assert "结果：现场已核实" in talk.texts(CHEN)[-1]


def test_an_obstacle_becomes_an_item_of_another_unit_until_it_is_settled(talk: Talk) -> None:
    talk.say(CHEN, "17进度受阻，等财政局明确经费")
    talk.say(OFFICE, "/coordinate 17 县财政局 9月9日 请明确经费来源")
    item = _item(talk)
    assert (item.kind, item.due_on, item.text) == (TrackedKind.coordination, date(2022, 9, 9), "请明确经费来源")
    assert item.report_id is not None
    assert talk.texts(LIN)[-1].splitlines()[:3] == [
        "<b>【协调事项1号】县财政局</b>",
        "县市场监管局在推进“17 完善企业退出机制”时遇到困难，请协调：",
        "“请明确经费来源”",
    ]
    assert talk.last(CHEN) == "17 完善企业退出机制：您单位反映的困难已转县财政局，请其于9月9日（周五）前答复。"
    talk.say(LIN, "/answer 1 经费已列入9月预算")
    assert talk.say(SUN, "/settle 1").state is InboxState.refused  # the office settles what it has handed out
    talk.press(OFFICE, "销号")
    assert talk.last(CHEN) == "协调事项1号已销号。"


def test_an_instruction_typed_in_by_the_office_is_followed_for_each_unit(talk: Talk) -> None:
    talk.say(OFFICE, "/instruct 15 县财政局、县市场监管局 9月9日 张县长：请抓紧落实")
    first, second = talk.rows(TrackedItem)
    assert (first.leader, first.text, first.kind) == ("张县长", "请抓紧落实", TrackedKind.instruction)
    assert first.unit_id != second.unit_id
    assert "张县长就“15 持续提升开办企业便利度”批示：" in talk.texts(LIN)[-1]
    assert "【批示事项2号】县市场监管局" in talk.texts(CHEN)[-1]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/instruct 县财政局 2022-08-01 张县长：请抓紧", "8月1日已过，请写以后的日期"),
        ("/instruct 县教委 9月9日 张县长：请抓紧", "没有叫县教委的单位"),
        ("/coordinate 17 县财政局 9月9日", "任务17没有单位反映困难，请写明要求协调什么"),
        ("/instruct", None),
    ],
)
def test_an_order_that_is_not_understood_stores_nothing(talk: Talk, words: str, answer: str | None) -> None:
    assert talk.say(OFFICE, words).state is InboxState.refused
    assert talk.count(TrackedItem) == 0
    assert talk.last(OFFICE)


def test_reminders_come_one_day_before_on_the_day_and_after_in_working_hours_only(talk: Talk) -> None:
    with talk.db.writing() as session:
        plan = session.get_one(Plan, talk.plan_id)
        plan.quiet_until = date(2022, 12, 31)  # no nudges: the items are reminded of in letters of their own
    talk.say(SUN, "/observe 41 采购平台打不开")
    assert talk.texts(LIN)[-1].startswith("<b>【督查意见1号】县财政局</b>")
    days = []
    for day in range(25, 32):
        talk.go_to(2022, 8, day, 9, 31)
        days += [day] if _tick(talk) else []
        assert _tick(talk) == 0  # a second tick changes nothing
    assert days == [30, 31]
    talk.go_to(2022, 8, 31, 21, 0)
    assert _tick(talk) == 0
    talk.go_to(2022, 9, 1, 9, 31)
    assert _tick(talk) == 1
    assert talk.last(LIN).splitlines()[:3] == [
        "县财政局，您好。以下事项请答复。",
        "<b>待答复1项</b>",
        "督查意见1号：采购平台打不开（应于8月31日答复）",
    ]
    talk.say(LIN, "平台已恢复", reply_to=talk.message_of(talk.shown(LIN)[-1]))
    talk.go_to(2022, 9, 8, 9, 31)
    assert _tick(talk) == 0  # answered


def test_a_unit_that_has_a_nudge_on_that_day_is_reminded_in_it(talk: Talk) -> None:
    talk.say(SUN, "/observe 41 采购平台打不开")
    talk.go_to(2022, 8, 31, 9, 31)
    with talk.db.writing() as session:
        tick.tick(support.context(session, now=talk.now, office=talk.office))
    talk.deliver()
    mine = [row for row in talk.rows(OutboxRow) if row.chat_id == LIN and row.created_at == talk.now]
    assert [row.kind for row in mine] == [MessageKind.nudge]
    assert "待答复1项" in mine[0].payload["text"]
    assert mine[0].facts["items"] == [1]


def test_what_is_filed_in_the_evening_is_told_on_the_next_working_day(talk: Talk) -> None:
    talk.go_to(2022, 8, 26, 21, 0)  # Friday
    talk.say(SUN, "/observe 41 采购平台打不开")
    assert not talk.texts(LIN)
    assert talk.last(SUN).splitlines()[-1] == "现在不是工作时间，下一个工作日送达。"
    talk.go_to(2022, 8, 27, 10, 0)
    _tick(talk)
    assert not talk.texts(LIN)
    talk.go_to(2022, 8, 29, 8, 1)
    _tick(talk)
    _tick(talk)
    assert len(talk.texts(LIN)) == 1


def test_a_task_shows_what_was_observed_of_it(talk: Talk) -> None:
    talk.say(SUN, "/observe 15 窗口无人")
    talk.say(CHEN, "/mytasks 15")
    assert "督查意见1号 15 县市场监管局，8月31日前答复：窗口无人" in talk.last(CHEN)


def test_units_see_their_own_items_only(talk: Talk) -> None:
    talk.say(SUN, "/observe 15 窗口无人")
    talk.say(SUN, "/observe 41 平台打不开")
    talk.say(LIN, "/items")
    assert "督查意见2号" in talk.last(LIN)
    assert "督查意见1号" not in talk.last(LIN)
    talk.say(OFFICE, "/items")
    assert "在办事项2项" in talk.last(OFFICE)
    assert {MARKET, FINANCE} <= {unit for unit in (MARKET, FINANCE) if unit in talk.last(OFFICE)}
