"""`duban doctor`: looks the installation over; exit code 1 where something is broken."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING

from bot.cli.console import Subparsers
from bot.errors import DubanError

if TYPE_CHECKING:
    from bot.app import App
    from bot.services.doctor import Finding, Level

SECONDS = 20


def add(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add("doctor", "检查配置、数据库、日历、人员和收发 / look the installation over")
    parser.add_argument("--online", action="store_true", help="并连接 Telegram 核对令牌 / also ask Telegram")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, app: App) -> int:
    """Print one line a finding."""
    from bot.services.doctor import Level

    findings = [_settings(app), *_database(app)]
    if args.online:
        findings.append(_online(app))
    for each in findings:
        print(f"{_mark(app, each.level)} {each.text}")
    return 1 if any(each.level is Level.broken for each in findings) else 0


def _mark(app: App, level: Level) -> str:
    words = {
        "good": app.voice.say("[good]"),
        "warning": app.voice.say("[look at]"),
        "broken": app.voice.say("[broken]"),
    }
    return words[level]


def _settings(app: App) -> Finding:
    """Settings were checked when they were read; what is left is what only `duban run` needs."""
    from bot.services.doctor import Finding, Level

    try:
        app.config.need_telegram()
    except DubanError as error:
        return Finding(Level.warning, error.tell(app.voice))
    return Finding(Level.good, app.voice.say("The settings are in order."))


def _database(app: App) -> list[Finding]:
    from bot.services.doctor import Finding, Level, examine, examine_file

    try:
        path = app.database.path
        findings = examine_file(app.voice, path)
        with app.reading() as ctx:
            return [*findings, *examine(ctx)]
    except DubanError as error:
        return [Finding(Level.broken, error.tell(app.voice))]


def _online(app: App) -> Finding:
    from telegram.error import TelegramError

    from bot.chat.gateway import make_api
    from bot.services.doctor import Finding, Level

    config = app.config
    if not config.token:
        return Finding(Level.broken, app.voice.say("Without a token Telegram cannot be asked."))

    async def ask() -> str:
        async with (
            make_api(config.token, base_url=config.base_url, proxy=config.proxy) as api,
            asyncio.timeout(SECONDS),
        ):
            return str((await api.call("getMe", {}))["username"])

    try:
        return Finding(Level.good, app.voice.say("Telegram answers: the bot is @{name}.", name=asyncio.run(ask())))
    except (TelegramError, TimeoutError) as error:
        why = str(error).replace(config.token, "…") or type(error).__name__
        return Finding(Level.broken, app.voice.say("Telegram does not answer as it should: {why}", why=why))
