"""One bot to a database: the second gives up at once, the first goes on, and a killed one leaves nothing locked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.chat.sole import AlreadyRunning, sole
from storage.database import Database
from tests.e2e.bot import LIAISON, Bot

_HOLDING = """
import sys
from bot.chat.sole import sole
from storage.database import Database
with sole(Database(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def holding(url: str) -> subprocess.Popen[str]:
    """Start a process that holds the lock of a database, and wait until it does."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDING, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_database_that_another_process_holds_is_refused_and_free_again_when_that_is_killed(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/duban.db")
    other = Database(f"sqlite:///{tmp_path}/other.db")
    with holding(f"sqlite:///{tmp_path}/duban.db") as process:
        with pytest.raises(AlreadyRunning, match=r"duban\.db"), sole(database):
            pass
        with sole(other):
            pass
        process.kill()
        process.wait()
    with sole(database):
        pass
    with sole(database):
        pass


def test_another_name_of_the_same_file_is_the_same_database(tmp_path: Path) -> None:
    (tmp_path / "duban.db").touch()
    (tmp_path / "link.db").symlink_to(tmp_path / "duban.db")
    with holding(f"sqlite:///{tmp_path}/duban.db") as process:
        with pytest.raises(AlreadyRunning), sole(Database(f"sqlite:///{tmp_path}/link.db")):
            pass
        process.kill()


async def test_a_second_bot_in_the_same_folder_ends_at_once_and_the_first_goes_on(tmp_path: Path) -> None:
    bot = Bot(tmp_path, "2022-08-24T09:29:00+08:00")
    await bot.open()
    try:
        await bot.run()
        await bot.join(LIAISON, "县市场监管局")
        code, _, errors = await bot.command("run")
        assert code == 1
        assert "已有一个 duban 在用这个数据库" in errors
        assert "请先停掉那一个" in errors
        assert "Traceback" not in errors
        assert bot.sandbox.token not in errors
        await bot.client.send(LIAISON, "1完成60%")
        await bot.answer(LIAISON, "已记1项")
        await bot.kill()
        await bot.run()
        await bot.client.send(LIAISON, "2完成30%")
        await bot.answer(LIAISON, "2 推进中30%")
    finally:
        await bot.close()
