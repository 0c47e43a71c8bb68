"""The composition root: the one place that builds things from the settings and wires them together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.config import Config
from bot.errors import DubanError
from bot.locale import Voice
from bot.rules import Calendar
from bot.services.context import Context, Office
from storage.errors import StorageError

if TYPE_CHECKING:  # what a command does without, it need not wait for
    from storage.database import Database


class App:
    """What every command works with: settings, clock, database, and contexts for use cases."""

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        """Prepare everything; the database is opened, and brought to the current schema, when first used."""
        self.config = config
        self.clock = clock or Clock(config.clock_start)
        self.voice = Voice(config.language)
        self.office = Office(
            name=config.office,
            assistant=config.assistant,
            zone=config.zone,
            language=config.language,
            admins=config.admins,
            rules=config.rules,
            score=config.score,
            calendar=Calendar(config.days),
            bot_username=config.username,
            file_limit=config.attachment_mb * 1024 * 1024,
            keep_updates_days=config.keep_updates_days,
        )

    @cached_property
    def database(self) -> Database:
        """Return the database, at the current schema."""
        from storage.database import Database

        database = Database(self.config.storage_url)
        try:
            database.upgrade()
        except StorageError as error:
            raise DubanError("The database cannot be used: {why}", why=error) from error
        return database

    @contextmanager
    def reading(self) -> Iterator[Context]:
        """Yield a context that only reads."""
        with self.database.reading() as session:
            yield Context(session, self.clock.now(), self.office, self.voice)

    @contextmanager
    def writing(self) -> Iterator[Context]:
        """Yield a context in one write transaction."""
        with self.database.writing() as session:
            yield Context(session, self.clock.now(), self.office, self.voice)

    def close(self) -> None:
        """Let go of the database."""
        if "database" in self.__dict__:
            self.database.close()
