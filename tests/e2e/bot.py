"""The real bot as a process of its own, against the sandbox over HTTP: started, killed, and used beside by commands."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from bot.clock import Clock
from bot.sandbox.client import SandboxClient, text_of
from bot.sandbox.limits import Limits
from bot.sandbox.sandbox import Sandbox

OFFICE, LIAISON, COLLEAGUE, OTHER = 9001, 9101, 9102, 9103
PLAN = """优化营商环境三年行动计划
序号\t具体任务\t牵头单位\t配合单位\t完成时限
1\t实施一照多址改革\t县市场监管局\t各相关部门\t2022年8月
2\t持续深化证照分离改革\t县市场监管局、县行政服务中心\t各相关部门\t长期坚持
3\t便利企业变更登记\t县市场监管局\t县税务局\t2022年7月
4\t开展政务诚信评价\t县发展改革委\t各相关部门\t2022年12月
5\t推行信用体系建设\t县发展改革委\t\t2023年12月
奉节县人民政府办公室
2022年4月28日
"""


class Bot:
    """One installation: a folder with settings and database, the sandbox that it talks to, and the bot's process."""

    people: ClassVar[dict[int, str]] = {OFFICE: "王敏", LIAISON: "李芳", COLLEAGUE: "张伟", OTHER: "陈静"}
    plan = PLAN
    program = "bot"
    imported = "2022-05-01T10:00:00+08:00"

    def __init__(self, folder: Path, start: str, limits: Limits | None = None) -> None:
        self.folder = folder
        self.start_at = start
        self.sandbox = Sandbox(Clock(datetime.fromisoformat(start)), limits=limits)
        self.client: SandboxClient
        self._process: asyncio.subprocess.Process | None = None
        self._log = folder / "run.log"

    async def open(self) -> None:
        """Start the sandbox with its people, write the settings, import the plan."""
        for number, name in self.people.items():
            self.sandbox.add_user(number, name)
        await self.sandbox.start()
        self.client = await SandboxClient(self.sandbox.url).__aenter__()
        (self.folder / "config.toml").write_text(
            f'[telegram]\nbase_url = "{self.sandbox.base_url}"\n[office]\nadmins = [{OFFICE}]\n', encoding="utf-8"
        )
        (self.folder / "plan.txt").write_text(self.plan, encoding="utf-8")
        code, _, errors = await self.command("import", "plan.txt", clock=self.imported)
        assert code == 0, errors

    async def close(self) -> None:
        """Stop everything."""
        await self.stop()
        await self.client.__aexit__()
        await self.sandbox.stop()

    def environment(self, clock: str) -> dict[str, str]:
        """Return the environment of a process whose clock starts there."""
        own = {"DUBAN_TELEGRAM_TOKEN": self.sandbox.token, "DUBAN_CLOCK": clock, "PYTHONUNBUFFERED": "1"}
        return {**os.environ, **own}

    async def run(self, clock: str = "") -> None:
        """Start the bot, its clock where the sandbox's is or at the given moment."""
        if clock:
            self.sandbox.clock.set(datetime.fromisoformat(clock))
        now = clock or self.sandbox.clock.now().isoformat()
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self.program, "run", cwd=self.folder, env=self.environment(now), stderr=log
            )

    async def kill(self) -> None:
        """End the bot as a power cut would."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()
        self._process = None

    async def stop(self) -> int:
        """End the bot as an operator would; return its exit code."""
        if self._process is None:
            return 0
        self._process.send_signal(signal.SIGTERM)
        code = await self._process.wait()
        self._process = None
        return code

    async def command(self, *words: str, clock: str = "") -> tuple[int, str, str]:
        """Run a `duban` command; return exit code, standard output and standard error."""
        now = clock or self.sandbox.clock.now().isoformat()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", *words),
            cwd=self.folder,
            env=self.environment(now),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, errors = await process.communicate()
        return process.returncode or 0, out.decode(), errors.decode()

    async def export(self) -> dict[str, Any]:
        """Return what `duban export --format json` writes, beside the running bot."""
        code, out, errors = await self.command("export", "--format", "json", "-")
        assert code == 0, errors
        found: dict[str, Any] = json.loads(out)
        return found

    async def join(self, user: int, *words: str) -> None:
        """Invite somebody by the command line and let them press Start."""
        code, out, errors = await self.command("invite", *words)
        assert code == 0, errors
        await self.client.start(user, out.strip().partition("start=")[2])
        await self.answer(user, "您好")

    async def answer(self, user: int, words: str, after: int = 0) -> dict[str, Any]:
        """Wait for a message of the bot that contains the words."""
        return await self.client.wait_for(user, lambda message: words in text_of(message), timeout=30, after=after)

    async def attachments(self, count: int) -> list[Path]:
        """Wait until so many files are in the attachment folder; return what is there."""
        found: list[Path] = []
        for _ in range(150):
            found = [path for path in (self.folder / "attachments").rglob("*.*") if path.suffix != ".part"]
            if len(found) >= count:
                break
            await asyncio.sleep(0.1)
        return found

    async def has_kept(self, hashes: set[str]) -> bool:
        """Wait until the files of these hashes are in the attachment folder; tell whether they came."""
        for _ in range(150):
            if hashes <= {path.stem for path in await self.attachments(0)}:
                return True
            await asyncio.sleep(0.1)
        return False

    @property
    def log(self) -> str:
        """Return what the bot has logged."""
        return self._log.read_text(encoding="utf-8")
