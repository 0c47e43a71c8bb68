"""One setting: its name in the file, default, check and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.config.checks import Check


@dataclass(frozen=True)
class Setting:
    """A setting named `section.key`. `check` turns a raw TOML value into the one used, or raises ValueError."""

    name: str
    default: Any
    check: Check
    meaning: str
    english: str
    expected: str = ""

    @property
    def section(self) -> str:
        """Return the TOML table it stands in."""
        return self.name.partition(".")[0]

    @property
    def key(self) -> str:
        """Return its name within the table."""
        return self.name.partition(".")[2]
