"""Which reports say something, and which are made of 协调, 积极, 正在."""

from __future__ import annotations

import pytest

from bot.rules.substance import Empty, empty
from storage.kinds import Status


@pytest.mark.parametrize(
    "words",
    [
        "15正常推进",
        "正在积极协调推进",
        "进一步加强统筹，一直在推进，十分重视",
        "持续做好相关工作，取得了一定成效",
        "23-2 按计划推进中",
        "有序推进，逐一落实",
    ],
)
def test_words_without_number_date_paper_or_step_are_vague(words: str) -> None:
    assert empty(words, codes=["15", "23-2"]) in (Empty.vague, Empty.no_change)


@pytest.mark.parametrize(
    "words", ["同上月", "15 与上月相同", "其余正常", "无变化", "其余任务正常推进", "same as last month"]
)
def test_the_same_as_last_month_is_told_apart(words: str) -> None:
    assert empty(words, codes=["15"]) is Empty.no_change


def test_what_the_reader_took_for_no_change_is_told_apart() -> None:
    assert empty("其余正常", status=Status.no_change) is Empty.no_change


@pytest.mark.parametrize(
    "words",
    [
        "15已培训120人次",
        "64清单已印发",
        "已召开三次专题会",
        "预计下月底完成",
        "印发了《免罚清单》",
        "奉市监发〔2022〕8号",
        "系统已上线运行",
        "15办结",
        "年底前可完成",
        "新增市场主体一千二百户",
        "本月完成15件",
    ],
)
def test_a_number_a_date_a_paper_or_a_finished_step_is_substance(words: str) -> None:
    assert empty(words, codes=["15", "64"]) is None


def test_the_number_of_the_task_is_no_figure() -> None:
    assert empty("15正在推进", codes=["15"]) is Empty.vague
    assert empty("15正在推进15个窗口改造", codes=["15"]) is None


def test_what_was_read_from_it_counts() -> None:
    assert empty("正在推进", has_number=True) is None
    assert empty("正在推进", has_date=True) is None
    assert empty("正在推进", has_file=True) is None
    assert empty("正在协调公积金系统", has_problem=True) is None


def test_nearly_last_months_words_are_a_copy_whatever_they_say() -> None:
    before = "7月积极推进窗口改造，已完成3个窗口"
    assert empty("8月积极推进窗口改造，已完成3个窗口", before=before) is Empty.copied
    assert empty("8月积极推进窗口改造，已完成3个窗口。", before=before) is Empty.copied
    assert empty("8月积极推进窗口改造，已完成5个窗口", before=before) is None
    assert empty("已印发实施方案", before=before) is None
