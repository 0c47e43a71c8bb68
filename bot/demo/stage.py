"""The stage of the demonstration's month: people speak and press, the bot's answers are printed and looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from typing import Any

from bot.demo.cast import Player
from bot.demo.demo import START, ZONE, Demo
from bot.errors import DubanError
from bot.sandbox.client import text_of

Message = dict[str, Any]


class Stage:
    """Plays people, prints what is said, and keeps what was not as expected."""

    def __init__(self, running: Demo, out: Callable[[str], None]) -> None:
        self.demo = running
        self._out = out
        self.wrong: list[str] = []
        self.checks = 0
        self._seen: dict[int, dict[int, str]] = {}

    def say_aside(self, words: str) -> None:
        """Print a line that nobody says."""
        self._out(words)

    def title(self, words: str) -> None:
        """Print a heading with the moment."""
        now = self.demo.clock.now().astimezone(ZONE)
        self._out(f"\n—— {now:%Y年%m月%d日 %H:%M} {words} ——")

    def check(self, good: bool, what: str) -> None:
        """Note what was not as it should be."""
        self.checks += 1
        if not good:
            self.wrong.append(what)
            self._out(f"  ✗ {what}")

    async def clock(self, month: int, day: int, hour: int, minute: int = 0) -> None:
        """Move the clock to a moment of the year, through everything due."""
        await self.demo.advance(datetime(START.year, month, day, hour, minute, tzinfo=ZONE))

    async def say(self, player: Player, words: str, *, reply_to: int = 0) -> list[str]:
        """Say something and return what the bot answers that person."""
        self.show(player.name, words)
        await self.demo.client.send(player.telegram_id, words, reply_to=reply_to)
        return await self.answers(player)

    async def press(self, player: Player, label: str) -> list[str]:
        """Press the newest button of that label and return what the bot answers."""
        messages = await self.demo.client.messages(player.telegram_id)
        for message in reversed(messages):
            if any(label in button for button in buttons_of(message)):
                found = next(button for button in buttons_of(message) if label in button)
                self.show(player.name, f"〔{found}〕")
                await self.demo.client.press(player.telegram_id, message["message_id"], found)
                return await self.answers(player)
        self.check(False, f"{player.name}没有“{label}”按钮")
        return []

    async def answers(self, player: Player, *, quietly: bool = False) -> list[str]:
        """Return the bot's messages to the person that are new or changed since the last look, and print them."""
        await self.demo.settle()
        messages = await self.demo.client.messages(player.telegram_id)
        texts = {one["message_id"]: plain(text_of(one)) for one in messages if one["from_bot"]}
        seen = self._seen.get(player.telegram_id, {})
        self._seen[player.telegram_id] = texts
        new = [one for one in messages if one["from_bot"] and seen.get(one["message_id"]) != texts[one["message_id"]]]
        for message in new if not quietly else ():
            number = message["message_id"]
            buttons = "".join(f"〔{label}〕" for label in buttons_of(message))
            words = texts[number] + (f"\n{buttons}" if buttons else "")
            again = number in seen
            self.show("助手", words, to=player.name, note="（改）" if again else self._earlier(message))
        return [texts[message["message_id"]] for message in new]

    async def newest(self, player: Player, fits: Callable[[str], bool]) -> Message:
        """Return the newest message of the bot that fits."""
        messages = await self.demo.client.messages(player.telegram_id)
        found = [one for one in messages if one["from_bot"] and fits(text_of(one))]
        if not found:
            raise DubanError("the demonstration went off its course: a message is missing")
        return found[-1]

    def _earlier(self, message: Message) -> str:
        """Return the moment of a message that came before the present scene."""
        at = datetime.fromtimestamp(message["date"], ZONE)
        now = self.demo.clock.now().astimezone(ZONE)
        return "" if at.date() == now.date() else f"（{at.month}月{at.day}日{at:%H:%M}）"

    def show(self, who: str, words: str, *, to: str = "", note: str = "") -> None:
        """Print who says what; `note` tells of a message changed in place, or of an earlier day."""
        lines = words.splitlines() or [""]
        head = f"{who}→{to}{note}" if to else who
        self._out("\n".join([f"{head}：{lines[0]}", *(f"    {line}" for line in lines[1:])]))


def buttons_of(message: Message) -> list[str]:
    """Return the labels of a message's buttons."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def plain(words: str) -> str:
    """Return a text of the bot as it is seen."""
    return unescape(re.sub(r"</?b>", "", words))
