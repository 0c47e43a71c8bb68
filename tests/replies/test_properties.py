"""What holds for any text: no exception, little time, nothing of another unit's, no change by typing habits."""

from dataclasses import replace
from datetime import date
from time import process_time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.replies import REST, Reading
from bot.replies.grammar import understand
from bot.replies.normalise import normalise
from bot.replies.wordlist import words
from tests.replies.office import MARKET, TODAY, built_in, say
from tests.replies.scoring import labelled

WORDS = words(
    "14 15 388 第十四项 任务 其余 均 都 已完成 办结 未启动 卡在 同上月 正常推进 预计 8月底 下周三 春节前 50% "
    "八成 三分之二 268件 0.5个工作日 不对 更正 撤回 申请延期至 一个月 、 ， 。 | （ ） : ？ 一、 1. ✅ done by "
    "next Friday 知识产权 双随机 我局 领导 吗 问题 无 原因是 下一步 -"
)
PIECES = st.sampled_from((*WORDS, "\n", "\t", " "))
TEXTS = st.one_of(
    st.text(max_size=4096),
    st.lists(PIECES, max_size=400).map("".join),
    st.lists(PIECES, max_size=40).map(" ".join),
)
LIMIT = 0.05  # seconds of processor time
relaxed = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(text: str, reply_to: tuple[str, ...] = ()) -> Reading:
    """Read by the inner function, so that nothing is swallowed."""
    return understand(text, unit=MARKET, today=TODAY, ledger=built_in(), reply_to=reply_to)


@relaxed
@given(TEXTS, st.sampled_from([(), ("14",), ("14", "15", "17")]))
@example("8月" * 2000, ())
@example("一二三四五六七八九十百千万点" * 290, ())
@example("14、" * 1300, ())
@example("其余" * 2048, ())
@example("1\t2\t3\n" * 680, ())
def test_any_text_reads_without_an_exception_and_names_only_tasks_of_the_unit(text, reply_to):
    mine = built_in().of(MARKET).tasks
    reading = read(text[:4096], reply_to)
    codes = [item.task for item in reading.items]
    assert len(codes) == len(set(codes))
    if reading.kind not in ("not_yours", "unknown_task"):
        assert all(code is None or code == REST or code in mine for code in codes)
    for item in reading.items:
        assert item.percent is None or 0 <= item.percent <= 100
        assert item.expected is None or item.expected >= TODAY
        assert all(value.value >= 0 for value in item.measures)


@relaxed
@given(TEXTS)
def test_any_text_takes_little_time(text):
    text = text[:4096]
    spent = []
    for _ in range(3):  # the best of three: the machine is shared
        start = process_time()
        read(text)
        spent.append(process_time() - start)
        if spent[-1] < LIMIT:
            return
    assert min(spent) < LIMIT, f"{min(spent):.3f} s for {len(text)} characters"


def core(reading: Reading) -> list[object]:
    return [reading.kind, *(replace(item, words="", problem=bool(item.problem)) for item in reading.items)]  # type: ignore[arg-type]


SENTENCES = [row for row in labelled("liaisons", "hurried") if row["unit"] == MARKET and "\n" not in row["text"]]


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["text"][:30])
def test_full_width_and_trailing_politeness_do_not_change_a_reading(row):
    today, reply_to = date.fromisoformat(row["today"]), tuple(row["reply_to"] or ())

    def reads(text: str) -> list[object]:
        return core(say(text, today=today, reply_to=reply_to))

    plain = reads(row["text"])
    full = "".join(chr(ord(c) + 0xFEE0) if (c.isdigit() and c.isascii()) or c in "%,:;()" else c for c in row["text"])
    assert reads(full) == plain
    if plain[0] in ("progress", "extension"):
        for tail in ("，谢谢", "。谢谢领导", "！", "，请查收"):
            assert reads(row["text"].rstrip("。！!.") + tail) == plain, tail


STATEMENTS = ("已完成", "完成80%", "未启动", "同上月", "预计10月底完成", "申请延期至11月底")
FORMS = ("{} {}", "{}：{}", "{}，{}", " {}  {} 。", "第{}项{}", "（{}）{}")


@given(st.sampled_from(["14", "15", "67"]), st.sampled_from(STATEMENTS))
def test_spaces_and_marks_between_number_and_statement_do_not_change_a_reading(code, statement):
    plain = core(say(code + statement))
    for form in FORMS:
        assert core(say(form.format(code, statement))) == plain, form


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


@given(
    st.lists(st.sampled_from(["1", "2", "11", "15", "58"]), unique=True),
    st.sets(st.sampled_from(["1", "2", "11", "15", "58"])),
)
def test_the_rest_never_covers_what_it_must_not(unreported, held):
    from bot.replies import expand_rest

    covered, asked = expand_rest(unreported, overdue=held)
    assert not set(covered) & held
    assert set(covered) | set(asked) == set(unreported)


def test_the_outer_function_never_raises_even_on_a_broken_ledger(monkeypatch):
    from bot.replies import grammar

    def broken(*_: object, **__: object) -> Reading:
        raise RuntimeError("no")

    monkeypatch.setattr(grammar, "understand", broken)
    reading = grammar.read("14完成", unit=MARKET, today=TODAY, ledger=built_in())
    assert (reading.kind, reading.items, reading.unread) == ("chat", (), "14完成")
