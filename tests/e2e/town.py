"""A county office, its units, supervision and lay supervisors, all played over HTTP against the bot's process.

Messages come without the wait between them that Telegram's limits ask for, so that one bot serves many tests.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

from bot.sandbox.client import text_of
from bot.sandbox.limits import Limits
from tests.e2e.bot import Bot

HEAD, CLERK = 9001, 9002
MARKET, REFORM, FINANCE, DEPUTY = 9101, 9102, 9103, 9104
SUN, LAY, PASSER = 9201, 9301, 9901
PLAN = """优化营商环境三年行动计划
序号\t一级分类\t具体任务\t牵头单位\t配合单位\t完成时限\t指标
1\t一、打造最优市场环境\t实施一照多址改革\t县市场监管局\t县税务局\t2022年8月\t
2\t一、打造最优市场环境\t持续深化证照分离改革\t县市场监管局、县行政服务中心\t县税务局\t长期坚持\t
3\t一、打造最优市场环境\t便利企业变更登记\t县市场监管局\t县税务局\t2022年7月\t
4\t一、打造最优市场环境\t压减开办企业时间\t县市场监管局\t\t2022年12月\t开办企业时间不超过0.5个工作日
5\t一、打造最优市场环境\t完善企业退出机制\t县市场监管局、县人民法院\t\t2023年6月\t
6\t二、打造最优政务环境\t开展政务诚信评价\t县发展改革委\t\t2022年12月\t
7\t二、打造最优政务环境\t推行信用体系建设\t县发展改革委\t县人民检察院\t2023年12月\t归集信用信息300万条
8\t二、打造最优政务环境\t清理拖欠中小企业账款\t县财政局\t\t2022年9月\t
9\t二、打造最优政务环境\t推进政府采购电子化\t县财政局\t\t2023年3月\t电子化采购率不低于90%
10\t二、打造最优政务环境\t规范涉企收费\t县财政局\t县发展改革委\t长期坚持\t
奉节县人民政府办公室
2022年4月28日
"""


class Town(Bot):
    """The installation with everybody who talks to it."""

    people: ClassVar[dict[int, str]] = {
        HEAD: "王敏",
        CLERK: "刘洋",
        MARKET: "李芳",
        REFORM: "张伟",
        FINANCE: "陈静",
        DEPUTY: "周涛",
        SUN: "孙立",
        LAY: "吴平",
        PASSER: "路人",
    }
    plan = PLAN
    program = "tests.e2e.unpaced"
    imported = "2022-08-01T10:00:00+08:00"

    def __init__(self, folder: Path, start: str) -> None:
        super().__init__(folder, start, Limits.off())

    def environment(self, clock: str) -> dict[str, str]:
        root = str(Path(__file__).parents[2])
        return {**super().environment(clock), "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}

    async def gather(self, *there: int) -> None:
        """Start the bot and let people join: the head by the settings, the others by links made in the chat."""
        await self.run()
        await self.client.start(HEAD)
        await self.answer(HEAD, "/summary")
        for person in there or (CLERK, MARKET, REFORM, FINANCE, SUN, LAY):
            await self.invite(person, ROLES[person])

    async def invite(self, person: int, what: str) -> None:
        """Let the head invite somebody in the chat, and them follow the link."""
        link = await self.say(HEAD, f"/invite {what}", "start=")
        await self.client.start(person, link.partition("start=")[2].split()[0])
        await self.answer(person, "您好")

    async def say(self, person: int, words: str, expect: str = "", *, reply_to: int = 0) -> str:
        """Say something; return what the bot answers that contains the words."""
        return text_of(await self.tell(person, words, expect, reply_to=reply_to))

    async def tell(self, person: int, words: str, expect: str = "", *, reply_to: int = 0) -> dict[str, Any]:
        """Say something; return the message of the bot behind it that contains the words."""
        sent = await self.client.send(person, words, reply_to=reply_to)
        return await self.answer(person, expect, after=sent["message_id"])

    async def press(self, person: int, message: dict[str, Any], begins: str) -> str:
        """Press the button whose label begins so; return what the press is answered, which is always something."""
        return str((await self.pressed(person, message, begins)).get("text") or "")

    async def pressed(self, person: int, message: dict[str, Any], begins: str) -> dict[str, Any]:
        """Press the button whose label begins so; return the answer of the press as Telegram shows it."""
        label = next((label for label in labels(message) if label.startswith(begins)), None)
        assert label is not None, f"no button {begins} among {labels(message)}"
        query = await self.client.press(person, message["message_id"], label)
        return await self.client.answer(person, query)

    async def push(self, person: int, message: dict[str, Any], begins: str) -> dict[str, Any]:
        """Press a button that the message bore when it was read, as an app does that does not show the change yet."""
        buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
        data = next(button["callback_data"] for button in buttons if button["text"].startswith(begins))
        world = self.sandbox.world
        shown = world.find(world.chats[person], message["message_id"])
        assert shown is not None
        query = world.press(world.people[person], shown, data)
        return await self.client.answer(person, query.id)

    async def now(self, person: int, message: dict[str, Any], words: str) -> dict[str, Any]:
        """Return a message again once it contains the words."""
        number = message["message_id"]
        return await self.client.wait_for(person, lambda one: one["message_id"] == number and words in text_of(one))

    async def quiet(self, person: int, after: int = 0) -> list[str]:
        """Return what the bot has said to a person behind a message; a command's answer shows that all is handled."""
        return [
            text_of(one) for one in await self.client.messages(person) if one["from_bot"] and one["message_id"] > after
        ]


ROLES = {
    CLERK: "营商办",
    MARKET: "县市场监管局",
    DEPUTY: "县市场监管局 副",
    REFORM: "县发展改革委",
    FINANCE: "县财政局",
    SUN: "督查",
    LAY: "监督员",
}


def labels(message: dict[str, Any]) -> list[str]:
    """Return the labels of a message's buttons."""
    return [label for row in message["buttons"] for label in row]
