"""One setting: its name in the file, default, check and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.config.checks import Check
from bot.errors import Expected


@dataclass(frozen=True)
class Setting:
    """A setting named `section.key`. `check` turns a raw TOML value into the one used, or raises Expected."""

    name: str
    default: Any
    check: Check
    meaning: str
    english: str

    @property
    def expected(self) -> Expected:
        """Return what its check expects, as the check itself says when it refuses something."""
        for unfit in ("?", object()):
            try:
                self.check(unfit)
            except Expected as expected:
                return expected
        raise AssertionError(f"{self.name}: its check refuses nothing")

    @property
    def section(self) -> str:
        """Return the TOML table it stands in."""
        return self.name.partition(".")[0]

    @property
    def key(self) -> str:
        """Return its name within the table."""
        return self.name.partition(".")[2]
