"""Pictures and papers are made in a process of their own; replies go on meanwhile, and a failure is told in words."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image

from bot.chat.drawing import Drawing, DrawingFailed
from bot.chat.gateway import Gateway
from bot.chat.retry import Result
from bot.reports.packing import from_json, pack, to_json, unpack
from bot.reports.summary import Summary
from bot.services.post import PICTURES
from bot.services.summary import Wanted, summarise
from storage.kinds import MessageKind
from storage.models import OutboxRow
from tests import support
from tests.services.august import NOW, round_of

from .conftest import LI, START, Post


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    round_ = round_of(tmp_path_factory.mktemp("round"))
    with round_.db.reading() as session:
        return summarise(support.context(session, actor=round_.li, now=NOW), Wanted(months=6))


@pytest.fixture
async def drawing() -> AsyncIterator[Drawing]:
    drawing = Drawing()
    yield drawing
    drawing.close()


def _row(form: str, data: bytes) -> OutboxRow:
    draw = {"form": form, "language": "zh_CN", "sorry": "（未能生成）"}
    method = "sendPhoto" if form in PICTURES else "sendDocument"
    payload = {"caption": "<b>8月调度</b>", "parse_mode": "HTML", "draw": draw}
    return OutboxRow(
        key="k", kind=MessageKind.office, chat_id=LI, method=method, payload=payload, attachment=data, created_at=START
    )


def test_a_summary_that_was_packed_or_kept_comes_back_the_same(summary: Summary) -> None:
    assert unpack(pack(summary)) == (summary, None)
    assert from_json(to_json(summary)) == summary


async def test_the_picture_arrives_with_its_caption(post: Post, summary: Summary, drawing: Drawing) -> None:
    outcome = await Gateway(post.api, draw=drawing.draw).send(_row("chart", pack(summary)))
    assert outcome.result is Result.sent
    seen = (await post.client.messages(LI))[-1]
    assert seen["caption"] == "8月调度"
    largest = max(seen["photo"], key=lambda size: size["width"])
    assert largest["width"] == 936
    assert 700 < largest["height"] < 1300


async def test_the_picture_of_the_targets_arrives_as_a_picture(post: Post, summary: Summary, drawing: Drawing) -> None:
    outcome = await Gateway(post.api, draw=drawing.draw).send(_row("targets", pack(summary)))
    assert outcome.result is Result.sent
    seen = (await post.client.messages(LI))[-1]
    assert max(size["width"] for size in seen["photo"]) == 936


async def test_the_workbook_arrives_under_its_name_with_the_same_numbers(
    post: Post, summary: Summary, drawing: Drawing
) -> None:
    await Gateway(post.api, draw=drawing.draw).send(_row("ledger", pack(summary)))
    seen = (await post.client.messages(LI))[-1]
    assert seen["document"]["file_name"] == "台账-2022-08.xlsx"
    book = load_workbook(io.BytesIO(await post.client.file(seen)))
    assert book["分领域"].cell(book["分领域"].max_row, 2).value == summary.numbers.total


async def test_what_cannot_be_drawn_is_told_in_words(post: Post, drawing: Drawing) -> None:
    outcome = await Gateway(post.api, draw=drawing.draw).send(_row("chart", b"not a summary"))
    assert outcome.result is Result.sent
    assert (await post.texts())[-1] == "8月调度\n（未能生成）"


async def test_a_file_larger_than_telegram_takes_is_told_in_words(post: Post, summary: Summary) -> None:
    drawing = Drawing(limit=1000)
    try:
        await Gateway(post.api, draw=drawing.draw).send(_row("ledger", pack(summary)))
    finally:
        drawing.close()
    assert (await post.texts())[-1].endswith("（未能生成）")


async def test_a_drawing_process_that_has_died_is_replaced(summary: Summary, drawing: Drawing) -> None:
    await drawing.draw("chart", pack(summary), "zh_CN")
    assert drawing._pool is not None
    (process,) = (drawing._pool._processes or {}).values()
    os.kill(process.pid or 0, signal.SIGKILL)
    name, mime, data = await drawing.draw("chart", pack(summary), "en")
    assert (name, mime) == ("Summary-2022-08.png", "image/png")
    assert Image.open(io.BytesIO(data)).width == 936
    with pytest.raises(DrawingFailed, match="no such form"):
        await drawing.draw("poster", pack(summary), "zh_CN")


async def test_other_work_goes_on_while_a_picture_is_drawn(summary: Summary, drawing: Drawing) -> None:
    """The event loop, which handles and sends replies, is never held up: it turns over all the time."""
    await drawing.draw("chart", pack(summary), "zh_CN")
    turns, longest = 0, 0.0
    pictures = asyncio.gather(*(drawing.draw("chart", pack(summary), "zh_CN") for _ in range(10)))
    while not pictures.done():
        began = time.perf_counter()
        await asyncio.sleep(0)
        longest, turns = max(longest, time.perf_counter() - began), turns + 1
    await pictures
    assert turns > 10
    assert longest < 0.15


async def test_a_plan_of_many_long_names_is_drawn_all_the_same(summary: Summary, drawing: Drawing) -> None:
    names = [f"第{number}部分、打造市场化法治化国际化一流营商环境的若干任务$x_{{2}}$" for number in range(14)]
    tasks = tuple(replace(task, section=name, code=name) for name in names for task in summary.tasks)
    _, _, data = await drawing.draw("chart", pack(replace(summary, tasks=tasks, history=())), "zh_CN")
    picture = Image.open(io.BytesIO(data))
    assert picture.width == 936
    assert picture.height < 1600  # what does not fit into a screen or two is summed up


def test_the_fonts_of_the_picture_come_with_a_package() -> None:
    from pylopdf_fonts_zh_cn import sans_path

    assert Path(sans_path()).stat().st_size > 1_000_000
