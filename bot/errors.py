"""The one family of errors that people are meant to read; each is mapped to an exit code or a reply in one place."""

from __future__ import annotations

from typing import Protocol


class Speaker(Protocol):
    """What tells a text in the reader's language: `bot.locale.Voice`."""

    def say(self, text: str, /, **values: object) -> str:
        """Return the text with its values filled in."""

    def look_up(self, text: str) -> str:
        """Return the text as it is."""


class DubanError(Exception):
    """Something went wrong that the reader can act on; the text says what to do. Exit code 1.

    `text` is a catalogue key with its values, so that each reader is told in their own language.
    """

    exit_code = 1

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text.format(**values) if values else text)
        self.text = text
        self.values = values

    def tell(self, voice: Speaker) -> str:
        """Return the message in the reader's language; so is a reason among its values."""
        values = {
            name: value.tell(voice) if isinstance(value, DubanError | Expected) else value
            for name, value in self.values.items()
        }
        return voice.say(self.text, **values) if values else voice.look_up(self.text)


class Expected(ValueError):
    """A value is not what was expected; the text, a catalogue key with its values, says what would be."""

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text.format(**values) if values else text)
        self.text = text
        self.values = values

    def tell(self, voice: Speaker) -> str:
        """Return what was expected in the reader's language."""
        return voice.say(self.text, **self.values) if self.values else voice.look_up(self.text)


class UsageError(DubanError):
    """The command or the settings are wrong. Exit code 2."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting is missing or bad; the message names file, key and what is expected."""


class PlanError(DubanError):
    """A plan document cannot be read; nothing is stored."""


class Refused(DubanError):
    """A person may not do this, or not now; the message is shown to them in their language."""
