"""Numbers that name things, count things or stand in orders to the office: what is a task and what is not."""

import pytest

from bot.replies.labels import read_article, read_label
from tests.replies.office import only, say, told

OFFICE = "县政府办公室"
REFORM = "县发展改革委"


@pytest.mark.parametrize(
    "words",
    [
        "编号34号台账已建",
        "文号34号",
        "台账号34已建",
        "3楼34号窗口已启用",
        "34号房间已启用",
        "房间号34已启用",
        "门牌34号已挂",
        "34路公交已开通",
        "34号路已建成",
        "34号车已到位",
        "34号令已印发",
        "公告34号已发布",
        "文件34号已印发",
        "《条例》第34条已落实",
        "第34条规定已落实",
        "第34号公告已发布",
        "分机34",
        "电话转34",
        "第34批已下达",
        "第34轮已开展",
        "34期简报已印发",
        "第34款已落实",
        "12345热线已办结",
        "119平台已接入",
        "5G基站已建成",
        "4S店已启用",
        "7×24自助区已启用",
        "一站式平台已上线",
        "双11活动已结束",
        "3·15活动已完成",
        "3A景区已完成",
        "3D建模已完成",
        "34-1#楼已完工",
        "34标段已完成",
        "16字方针已完成",
        "1.0系统已完成",
        "附件34已完成",
        "会议纪要34号已印发",
        "34号建议已办结",
    ],
)
def test_a_number_that_names_a_thing_is_no_task(words):
    assert told(f"37已完成60%，{words}", unit=OFFICE) == {"37": "in_progress"}
    assert only(f"37已完成60%，{words}", unit=OFFICE).percent == 60


@pytest.mark.parametrize(
    "text",
    [
        "文件34号已印发",
        "34号房间已装修完成",
        "34号车已到位",
        "2022年34号文已印发",
        "34 家企业已完成",
        "34 次会议已开",
    ],
)
def test_a_thing_with_a_number_alone_is_asked_about(text):
    assert all(item.task is None for item in say(text, unit=OFFICE).items)


@pytest.mark.parametrize(
    "text",
    [
        "34号已完成",
        "34号任务已完成",
        "34号工作已完成",
        "编号34已完成",
        "任务编号34已完成",
        "第34号已完成",
        "县政府办公室34号已完成",
        "县政府办公室34已完成",
        "34号建议销号",
    ],
)
def test_a_number_of_a_task_stays_one(text):
    assert told(text, unit=OFFICE) == {"34": "done"}


def test_a_thing_set_apart_from_the_number_of_a_task_is_what_was_done():
    assert told("34号 文件已印发", unit=OFFICE) == {"34": "in_progress"}


def test_words_of_a_title_behind_a_number_speak_of_the_task():
    assert told("2号证照分离改革已完成") == {"2": "done"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("37 受理 38 件，办结 35 件", [38, 35]),
        ("37 受理38件办结35件", [38, 35]),
        ("37 走访 38 户，检查 35 次，12 家", [38, 35, 12]),
        ("37 新增 38 家企业，办结 35 件", [38, 35]),
    ],
)
def test_a_number_set_apart_from_its_measure_word_is_a_count(text, values):
    item = only(text, unit=OFFICE)
    assert (item.task, item.status.value) == ("37", "in_progress")
    assert [m.value for m in item.measures] == values


@pytest.mark.parametrize("text", ["34-60% 35-70%", "34—60%，35—70%", "34-60%\n35-70%"])
def test_each_code_with_its_percent_is_taken(text):
    items = say(text, unit=OFFICE).items
    assert [(i.task, i.percent) for i in items] == [("34", 60), ("35", 70)]


@pytest.mark.parametrize("text", ["县商务委的75已完成", "县商务委75已完成"])
def test_a_number_behind_another_units_name_is_that_units(text):
    reading = say(text, unit=REFORM)
    assert reading.kind.value == "not_yours"
    assert [(r.task, r.why) for r in reading.refused] == [("75", "not_yours")]


@pytest.mark.parametrize(
    ("text", "task", "status", "percent"),
    [
        ("pls mark 39 as done", "39", "done", None),
        ("please set 61 to 40%", "61", "in_progress", 40),
        ("can you mark 39 done?", "39", "done", None),
        ("note 39 is done", "39", "done", None),
        ("can you put 9 down as finished", "9", "done", None),
        ("could you mark task 39 as completed please", "39", "done", None),
    ],
)
def test_an_order_to_the_office_in_english_is_a_report(text, task, status, percent):
    item = only(text, unit=REFORM)
    assert (item.task, item.status.value, item.percent) == (task, status, percent)


def test_the_name_of_a_measure_is_whole():
    assert only("用电10千伏28个工作日", unit="县经济信息委").measures[0].name == "用电10千伏"
    assert only("98 发现问题7个", unit="县政府督查办").measures[0].name == "发现问题"


def test_a_day_and_a_count_behind_a_thing_are_no_labels():
    nothing: frozenset[str] = frozenset()
    assert read_label("文件30号前印发", 2, nothing) is None
    assert read_label("文件52份", 2, nothing) is None
    assert read_label("文件8月25日印发", 2, nothing) is None
    assert read_label("文件34号", 2, nothing) == 5
    assert read_article("第34条已完成", 0) is None
