"""The table of settings: name, default, meaning and check of each, and the example file made from it."""

from __future__ import annotations

from typing import Any

from bot.config import checks
from bot.config.rules_table import RULE_SETTINGS
from bot.config.score_table import SCORE_SETTINGS
from bot.config.setting import Setting
from bot.locale import DEFAULT, Voice

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "telegram.token",
        "",
        checks.token,
        "机器人令牌，由 @BotFather 发放；也可用环境变量 DUBAN_TELEGRAM_TOKEN，或 DUBAN_TELEGRAM_TOKEN_FILE 指向的文件",
        "the bot's token from @BotFather; DUBAN_TELEGRAM_TOKEN or DUBAN_TELEGRAM_TOKEN_FILE (a file) go before it",
    ),
    Setting(
        "telegram.base_url",
        "https://api.telegram.org/bot",
        checks.base_url,
        "接口地址，以 /bot 结尾；自建服务器时修改",
        "the Bot API's address, ending in /bot",
    ),
    Setting(
        "telegram.proxy", "", checks.proxy, "代理地址，如 socks5://127.0.0.1:1080；不用则留空", "a proxy, or nothing"
    ),
    Setting(
        "telegram.username",
        "",
        checks.username,
        "机器人用户名（不带 @），用于离线生成邀请链接；启动过一次后可留空",
        "the bot's user name, for invite links before the first run",
    ),
    Setting(
        "telegram.concurrent",
        16,
        checks.whole(1, 32),
        "同时发送的消息数",
        "how many messages may be on their way at once",
    ),
    Setting("office.name", "县营商办", checks.text, "办公室名称，用于落款", "the office's name"),
    Setting("office.assistant", "营商调度助手", checks.text, "机器人对外的称呼", "what the bot calls itself"),
    Setting("office.timezone", "Asia/Shanghai", checks.timezone, "办公室所在时区", "the office's time zone"),
    Setting("office.language", "zh_CN", checks.choice("zh_CN", "en"), "默认语言：zh_CN 或 en", "the default language"),
    Setting(
        "office.admins",
        [],
        checks.ids,
        "管理员的 Telegram 用户编号；启动后即为办公室人员",
        "Telegram user ids of the administrators",
    ),
    Setting(
        "storage.url",
        "sqlite:///duban.db",
        checks.url,
        "数据库地址；相对路径从配置文件所在目录算起；PostgreSQL 用 postgresql+psycopg://…",
        "the database; a relative file is beside this file",
    ),
    Setting(
        "storage.attachments",
        "attachments",
        checks.folder,
        "附件（佐证材料）存放的文件夹；相对路径从配置文件所在目录算起",
        "the folder of what units send as evidence; a relative one is beside this file",
    ),
    Setting(
        "storage.attachment_mb",
        20,
        checks.whole(1, 2000),
        "单个文件的上限（MB）；官方接口只给 20 MB 以内的文件",
        "the largest file that is taken, in MB; Telegram's own servers hand out no more than 20",
    ),
    Setting(
        "storage.keep_updates_days",
        0,
        checks.whole(0, 3650),
        "收到的原始消息处理完后保留多少天；进展、审计所引用的一直保留；0 为全部保留",
        "how many days an update is kept once it is handled; those that reports or audit name stay; 0 keeps all",
    ),
    *RULE_SETTINGS,
    *SCORE_SETTINGS,
    Setting(
        "calendar.workdays", [], checks.dates, "另加的工作日（调休上班）", "days worked besides the published calendar"
    ),
    Setting("calendar.holidays", [], checks.dates, "另加的休息日", "days off besides the published calendar"),
)


# What the example shows, commented out, of a setting that has no default.
SAMPLES = {"rules.due_day": 25}


def example() -> str:
    """Return config.example.toml: every setting with meaning, default and check."""
    lines = [
        "# duban 配置示例：复制为 config.toml 后修改；没有写的项用默认值。",
        "# Settings of duban: copy to config.toml and change what differs; what is left out has its default.",
    ]
    section = ""
    for setting in SETTINGS:
        if setting.section != section:
            section = setting.section
            lines += ["", f"[{section}]"]
        lines += ["", f"# {setting.meaning}", f"# {setting.english}"]
        lines.append(f"# 取值：{setting.expected.tell(Voice(DEFAULT))} | {setting.expected.tell(Voice('en'))}")
        if setting.default is None:
            lines.append(f"# {setting.key} = {toml_value(SAMPLES[setting.name])}")
        else:
            lines.append(f"{setting.key} = {toml_value(setting.default)}")
    return "\n".join(lines) + "\n"


def toml_value(value: Any) -> str:
    """Return a default as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if isinstance(value, int | float):
        return str(value)
    return f'"{value}"'
