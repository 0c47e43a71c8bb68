"""Tables, numbered paragraphs and reports of several tasks, as they are pasted."""

from datetime import date

from tests.replies.office import say, told

TABLE = (
    "序号\t具体任务\t进展情况\t完成时限\t存在问题\n"
    "1\t一照多址\t已办理经营场所备案17户\t2022年8月\t无\n"
    "4\t跨县域互通互认\t正在与邻县对接\t2022年8月\t市局未出台细则\n"
    "10\t企业名称自主申报\t已完成\t2022年8月\t无"
)


def test_a_table_is_read_row_by_row_and_the_plans_own_columns_are_left_out():
    reading = say(TABLE, today=date(2022, 8, 26))
    found = {item.task: (item.status, bool(item.problem), item.expected) for item in reading.items}
    assert found == {"1": ("in_progress", False, None), "4": ("in_progress", True, None), "10": ("done", False, None)}
    assert [measure.value for measure in reading.items[0].measures] == [17]


def test_a_table_without_heads_is_read_by_its_codes():
    assert told("14\t已完成\n15\t推进中，60%\n17\t同上月") == {"14": "done", "15": "in_progress", "17": "no_change"}


def test_a_table_of_bars_is_a_table_too():
    text = "| 序号 | 进展 | 进度 |\n|---|---|---|\n| 14 | 正常推进 | 60% |\n| 15 | 未启动 | |"
    assert told(text) == {"14": "in_progress", "15": "not_started"}
    assert say(text).items[0].percent == 60


def test_columns_of_yes_and_no_say_whether_it_is_done():
    assert told("序号\t进展情况\t是否完成\n14\t办了12件\t是\n15\t窗口9个\t否") == {"14": "done", "15": "in_progress"}


def test_rows_that_only_count_take_their_task_from_the_title():
    text = "序号\t任务\t进展\n1\t知识产权保护\t专利268件\n2\t包容审慎监管\t正常推进"
    assert told(text) == {"67": "in_progress", "63": "in_progress"}


def test_a_row_whose_number_and_title_disagree_is_not_stored():
    text = "序号\t任务\t进展\n14\t知识产权保护\t专利268件\n63\t包容审慎监管\t正常推进"
    assert told(text) == {None: "in_progress", "63": "in_progress"}


def test_paragraphs_with_next_steps_report_only_what_has_been_done():
    text = (
        "14：网办率96%，已完成。下一步，巩固成效，12月底前推广。\n15：完成窗口15个，进度60%。下一步，11月底前再建10个。"
    )
    reading = say(text)
    assert {item.task: (item.status, item.expected) for item in reading.items} == {
        "14": ("done", None),
        "15": ("in_progress", None),
    }
    assert [measure.value for measure in reading.items[1].measures] == [15]


def test_a_heading_and_a_signature_are_no_reports():
    text = (
        "关于8月进展的报告\n县营商办：\n现将任务进展报告如下：\n14 完成60%。\n特此报告。\n县市场监管局\n2022年8月26日"
    )
    reading = say(text)
    assert [(item.task, item.percent, item.expected) for item in reading.items] == [("14", 60, None)]


def test_a_number_in_brackets_behind_the_words_is_their_task():
    assert told("网办率96%，正常推进（任务14）；窗口建成9个（任务15，已完成）。") == {"14": "in_progress", "15": "done"}


def test_a_hundred_rows_are_read():
    rows = "\n".join(f"{code}\t推进中" for code in range(1, 101))
    assert len(say(f"序号\t进展\n{rows}").items) == 22
