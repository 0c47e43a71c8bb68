"""Fetching what people have sent: over real HTTP, with limits, retries, and nothing lost when the bot is killed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from bot.chat.fetch import MAX_ATTEMPTS, Fetcher
from bot.chat.fetched import Evidence
from bot.errors import Refused
from bot.services import download
from bot.services.context import Context
from storage import downloads
from storage.database import Database
from storage.kinds import DownloadPurpose, DownloadState, Role
from storage.models import Download
from tests import support
from tests.chat.conftest import LI, Post

REAL = datetime(2026, 1, 1, tzinfo=UTC)
MEGABYTE = 1024 * 1024


class Stage:
    """A fetcher for evidence with a clock of its own."""

    def __init__(self, post: Post, folder: Path, limit: int = 20 * MEGABYTE) -> None:
        self.post, self.folder, self.real = post, folder, REAL
        self.fetcher = Fetcher(
            post.bridge,
            post.api,
            {DownloadPurpose.evidence: Evidence(self.context, folder)},
            limit=limit,
            real_now=lambda: self.real,
        )
        with post.database.writing() as session:
            self.li = support.person(session, LI, "李强", role=Role.office)

    def context(self, session: Session) -> Context:
        return support.context(session, now=self.post.clock.now())

    async def send(self, name: str, content: bytes, **known: Any) -> int:
        """Let a person send a file, and ask for it as a handler does; `known` is what the message says of it."""
        sent = await self.post.client.send_file(LI, name, content)
        found = sent["document"]
        file = {"id": found["file_id"], "unique": found["file_unique_id"], "name": name, "size": len(content)}
        return self.want(file | {"message": sent["message_id"], "mime": "application/pdf"} | known)

    def want(self, file: dict[str, Any]) -> int:
        with self.post.database.writing() as session:
            ctx = support.context(session, actor=self.li)
            return download.want(ctx, DownloadPurpose.evidence, file).id or 0

    def row(self, key: int) -> Download:
        with self.post.database.reading() as session:
            return session.get_one(Download, key)


@pytest.fixture
def stage(post: Post, tmp_path: Path) -> Stage:
    return Stage(post, tmp_path / "attachments")


async def test_a_file_is_fetched_hashed_and_kept_for_its_owner_only(stage: Stage) -> None:
    key = await stage.send("证明.pdf", b"%PDF-1.7 evidence")
    await stage.fetcher.drain()
    row = stage.row(key)
    kept = stage.folder / row.path
    assert (row.state, row.size, row.attempts) == (DownloadState.done, 17, 1)
    assert kept.read_bytes() == b"%PDF-1.7 evidence"
    assert kept.name == f"{row.sha256}.pdf"
    assert kept.stat().st_mode & 0o077 == 0
    assert not list(stage.folder.rglob("*.part"))


async def test_the_same_file_twice_is_kept_once_and_the_same_message_asked_for_once(stage: Stage) -> None:
    first = await stage.send("a.pdf", b"same")
    second = await stage.send("b.pdf", b"same")
    row = stage.row(second)
    file = {"id": row.file_id, "unique": row.unique_id, "name": "b.pdf", "size": 4, "message": row.message_id}
    assert stage.want(file) == second
    await stage.fetcher.drain()
    assert stage.row(first).path == stage.row(second).path
    assert len([path for path in stage.folder.rglob("*") if path.is_file()]) == 1


async def test_network_trouble_is_tried_again_later_and_not_before(stage: Stage) -> None:
    key = await stage.send("a.pdf", b"x")
    await stage.post.client.fault("getFile", "error", code=502, description="Bad Gateway", times=2)
    await stage.fetcher.drain()
    assert (stage.row(key).state, stage.row(key).attempts) == (DownloadState.wanted, 1)
    await stage.fetcher.drain()
    assert stage.row(key).attempts == 1, "it rests"
    for _ in range(2):
        stage.real += timedelta(minutes=20)
        await stage.fetcher.drain()
    assert (stage.row(key).state, stage.row(key).attempts) == (DownloadState.done, 3)


async def test_trouble_without_end_is_given_up_and_told(stage: Stage) -> None:
    key = await stage.send("a.pdf", b"x")
    await stage.post.client.fault("getFile", "error", code=502, description="Bad Gateway", times=1000)
    for _ in range(MAX_ATTEMPTS + 2):
        await stage.fetcher.drain()
        stage.real += timedelta(hours=1)
    assert (stage.row(key).state, stage.row(key).attempts) == (DownloadState.failed, MAX_ATTEMPTS)
    assert ["a.pdf没有取到" in row.payload["text"] for row in stage.post.out()] == [True]


async def test_a_pause_that_telegram_asks_for_is_kept_and_does_not_count(stage: Stage) -> None:
    key = await stage.send("a.pdf", b"x")
    await stage.post.client.fault(
        "getFile", "error", code=429, description="Too Many Requests: retry after 30", retry_after=30, times=1
    )
    await stage.fetcher.drain()
    assert stage.row(key).attempts == 0
    stage.real += timedelta(seconds=29)
    await stage.fetcher.drain()
    assert stage.row(key).state is DownloadState.wanted
    stage.real += timedelta(seconds=2)
    await stage.fetcher.drain()
    assert stage.row(key).state is DownloadState.done


async def test_a_file_that_telegram_does_not_have_is_given_up_at_once(stage: Stage) -> None:
    key = stage.want({"id": "no-such-file", "unique": "u", "name": "a.pdf", "size": 1, "message": 9})
    await stage.fetcher.drain()
    assert (stage.row(key).state, stage.row(key).attempts) == (DownloadState.failed, 1)
    assert len(stage.post.out()) == 1


async def test_a_file_larger_than_it_said_is_not_kept(post: Post, tmp_path: Path) -> None:
    stage = Stage(post, tmp_path / "attachments", limit=MEGABYTE)
    key = await stage.send("a.pdf", b"x" * (MEGABYTE + 1), size=10)
    await stage.fetcher.drain()
    assert stage.row(key).state is DownloadState.failed
    assert "超过1MB" in stage.post.out()[0].payload["text"]
    assert not stage.folder.exists()


async def test_what_a_killed_bot_was_fetching_is_fetched_after_the_restart(stage: Stage) -> None:
    key = await stage.send("a.pdf", b"x")
    with stage.post.database.writing() as session:
        row = session.get_one(Download, key)
        assert downloads.claim(session=session, row=row, real_now=stage.real, seconds=300)
    await stage.fetcher.drain()
    assert (stage.row(key).state, stage.row(key).attempts) == (DownloadState.done, 2)


def test_two_processes_do_not_claim_one_file(database: Database) -> None:
    with database.writing() as session:
        row = downloads.put(
            session=session,
            row=Download(
                purpose=DownloadPurpose.evidence, chat_id=1, message_id=1, file_id="f", size=1, created_at=REAL
            ),
        )
        assert downloads.claim(session=session, row=row, real_now=REAL, seconds=300)
        assert not downloads.claim(session=session, row=row, real_now=REAL, seconds=300)
        assert downloads.next_row(session=session, real_now=REAL + timedelta(seconds=299)) is None
        assert downloads.next_row(session=session, real_now=REAL + timedelta(seconds=300)) is not None


@pytest.mark.parametrize(("name", "size"), [("a.exe", 10), ("a.zip", 10), ("a.pdf", 21 * MEGABYTE), ("", 10)])
async def test_what_is_of_no_use_or_too_big_is_refused_at_once(stage: Stage, name: str, size: int) -> None:
    with pytest.raises(Refused):
        stage.want({"id": "f", "unique": "u", "name": name, "size": size, "mime": "application/x", "message": 1})


@pytest.mark.parametrize(
    ("name", "tidy"),
    [("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\a\\b.docx", "b.docx"), ("a\u202efdp.exe\n", "afdp.exe")],
)
def test_a_name_loses_folders_and_invisible_marks(name: str, tidy: str) -> None:
    assert download.tidy(name) == tidy
