"""The one family of errors that people are meant to read; each is mapped to an exit code or a reply in one place."""


class DubanError(Exception):
    """Something went wrong that the reader can act on; the message says what to do. Exit code 1."""

    exit_code = 1


class UsageError(DubanError):
    """The command or the settings are wrong. Exit code 2."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting is missing or bad; the message names file, key and what is expected."""


class PlanError(DubanError):
    """A plan document cannot be read; nothing is stored."""


class Refused(DubanError):
    """A person may not do this, or not now; the message is shown to them in their language."""
