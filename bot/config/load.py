"""Read the settings: the TOML file, then the environment; every mistake names file, key and what is expected."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.config import checks
from bot.config.setting import Setting
from bot.config.table import SETTINGS
from bot.errors import ConfigError, Expected
from bot.rules import Rules
from bot.rules.score import ScoreTable

DEFAULT_FILE = Path("config.toml")
_PASSWORD = re.compile(r"//[^/@\s]*@")


@dataclass(frozen=True)
class Config:
    """All settings, checked. `source` is the file they came from, or None for the defaults."""

    source: Path | None
    token: str
    base_url: str
    proxy: str
    username: str
    concurrent: int
    office: str
    assistant: str
    zone: ZoneInfo
    language: str
    admins: tuple[int, ...]
    storage_url: str
    attachments: Path
    attachment_mb: int
    keep_updates_days: int
    rules: Rules
    score: ScoreTable
    days: Mapping[date, bool]
    clock_start: datetime | None = None

    def need_telegram(self) -> None:
        """Refuse to go on without what talking to Telegram needs, or with a moved clock against the real servers."""
        if self.clock_start and (urlsplit(self.base_url).hostname or "").rstrip(".").endswith("telegram.org"):
            raise ConfigError(
                "DUBAN_CLOCK is refused against Telegram's own servers; unset it or set [telegram] base_url"
            )
        where = self.source or DEFAULT_FILE
        if not self.token:
            raise ConfigError(
                "{file}: [telegram] token is not set; put the token from @BotFather there or into DUBAN_TELEGRAM_TOKEN",
                file=where,
            )
        if not self.admins:
            raise ConfigError(
                "{file}: [office] admins is empty; list at least one Telegram user id, like [123456789]", file=where
            )


def load(path: Path | None = None, *, env: Mapping[str, str] = os.environ) -> Config:
    """Return the settings of `path`; without one those of config.toml where it exists, else the defaults."""
    if path is None and DEFAULT_FILE.exists():
        path = DEFAULT_FILE
    raw = _read(path) if path else {}
    source = path or DEFAULT_FILE
    values = _checked(raw, source)
    _check_together(values, source)
    rules = {name.removeprefix("rules."): value for name, value in values.items() if name.startswith("rules.")}
    score = {name.removeprefix("score."): value for name, value in values.items() if name.startswith("score.")}
    return Config(
        source=path,
        token=_token(values["telegram.token"], env),
        base_url=values["telegram.base_url"],
        proxy=values["telegram.proxy"],
        username=values["telegram.username"],
        concurrent=values["telegram.concurrent"],
        office=values["office.name"],
        assistant=values["office.assistant"],
        zone=values["office.timezone"],
        language=values["office.language"],
        admins=values["office.admins"],
        storage_url=_storage(values["storage.url"], source),
        attachments=(source.parent / values["storage.attachments"]).absolute(),
        attachment_mb=values["storage.attachment_mb"],
        keep_updates_days=values["storage.keep_updates_days"],
        rules=Rules(**rules),
        score=ScoreTable(**score),
        days={**dict.fromkeys(values["calendar.holidays"], False), **dict.fromkeys(values["calendar.workdays"], True)},
        clock_start=_clock(env),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError("{file}: no such file; copy config.example.toml to it", file=path) from error
    except OSError as error:
        raise ConfigError("{file}: cannot be read: {why}", file=path, why=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise ConfigError("{file}: is not UTF-8; save it again as UTF-8", file=path) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("{file}: is not valid TOML: {why}", file=path, why=error) from error


def _checked(raw: dict[str, Any], source: Path) -> dict[str, Any]:
    known: dict[str, Setting] = {setting.name: setting for setting in SETTINGS}
    given: dict[str, Any] = {}
    for section, table in raw.items():
        if not isinstance(table, dict):
            raise ConfigError(
                "{file}: {key} stands outside a [section]; see config.example.toml", file=source, key=section
            )
        given |= {f"{section}.{key}": value for key, value in table.items()}
    for name in given:
        if name not in known:
            raise ConfigError(
                "{file}: [{section}] {key} is not a setting; see config.example.toml",
                file=source,
                section=name.partition(".")[0],
                key=name.partition(".")[2],
            )
    return {name: _one(setting, given.get(name, setting.default), source) for name, setting in known.items()}


def _one(setting: Setting, value: Any, source: Path) -> Any:
    if value is None:
        return None
    try:
        return setting.check(value)
    except ValueError as error:
        # Secrets do not belong in messages: neither the token nor a password within an address.
        shown = "…" if setting.name == "telegram.token" else _PASSWORD.sub("//…@", repr(value))
        raise ConfigError(
            "{file}: [{section}] {key} = {value}: expected {expected}",
            file=source,
            section=setting.section,
            key=setting.key,
            value=shown,
            expected=error,
        ) from error


def _check_together(values: dict[str, Any], source: Path) -> None:
    """Check what single values cannot tell: that nudges go out by day, that no day is both worked and free."""
    low, at, high = (values[f"rules.{key}"] for key in ("quiet_before", "nudge_time", "quiet_from"))
    if not low <= at < high:
        raise ConfigError(
            "{file}: [{section}] {key} = {value}: expected {expected}",
            file=source,
            section="rules",
            key="nudge_time",
            value=repr(f"{at:%H:%M}"),
            expected=Expected(
                "a time from quiet_before ({low}) to before quiet_from ({high})",
                low=f"{low:%H:%M}",
                high=f"{high:%H:%M}",
            ),
        )
    both = sorted(set(values["calendar.workdays"]) & set(values["calendar.holidays"]))
    if both:
        raise ConfigError(
            "{file}: [{section}] {key} = {value}: expected {expected}",
            file=source,
            section="calendar",
            key="holidays",
            value=", ".join(map(str, both)),
            expected=Expected("no day that stands in workdays as well"),
        )


def _token(configured: str, env: Mapping[str, str]) -> str:
    name = "DUBAN_TELEGRAM_TOKEN"
    found = env.get(name, "")
    if not found and (file := env.get(f"{name}_FILE", "")):
        name = f"{name}_FILE"
        try:
            found = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(
                "{name}: the file {file} cannot be read: {why}", name=name, file=file, why=error
            ) from error
    if not found:
        return configured
    try:
        return str(checks.token(found))
    except ValueError as error:
        raise ConfigError("{name}: expected {expected}", name=name, expected=error) from error


def _storage(url: str, source: Path) -> str:
    """Return the address with a relative SQLite file put beside the configuration file."""
    prefix = "sqlite:///"
    if not url.startswith(prefix):
        return url
    return prefix + str((source.parent / url.removeprefix(prefix)).absolute())


def _clock(env: Mapping[str, str]) -> datetime | None:
    """Return the moment that DUBAN_CLOCK names."""
    given = env.get("DUBAN_CLOCK", "")
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise ConfigError("DUBAN_CLOCK: expected a moment with its zone, such as 2022-08-24T09:29:00+08:00") from error
    if moment.tzinfo is None:
        raise ConfigError("DUBAN_CLOCK: expected a moment with its zone, such as 2022-08-24T09:29:00+08:00")
    return moment
