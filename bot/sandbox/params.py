"""The parameters of one Bot API call, read as Telegram reads them: from query, form, multipart or JSON alike."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from .errors import bad_request
from .model import Json


@dataclass
class Upload:
    """One uploaded file."""

    name: str
    mime: str
    content: bytes


@dataclass
class Params:
    """The named values of a call and the files sent with it."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Return a string; numbers and booleans given as JSON become their text."""
        value = self.values.get(name)
        return default if value is None else value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number, the default where it is missing or none."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Return a boolean as Telegram reads it: true, True, 1, yes and t count."""
        return self.text(name).strip('"').lower() in ("true", "1", "yes", "t")

    def json(self, name: str, problem: str = "") -> Any:
        """Return a value that travels as JSON; None where it is missing."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(problem or f"can't parse {name} JSON object") from error

    def chat_id(self, name: str = "chat_id") -> int | str:
        """Return a chat's number or @name."""
        raw = self.text(name).strip()
        if not raw:
            raise bad_request(f"{name} is empty")
        if raw.startswith("@"):
            return raw
        try:
            return int(raw)
        except ValueError as error:
            raise bad_request("chat not found") from error

    def entities(self, name: str) -> list[Json] | None:
        """Return explicit entities; Telegram wants objects with type, offset and length."""
        raw = self.json(name, f"can't parse {name} JSON object")
        if raw is None:
            return None
        if not isinstance(raw, list) or any(
            not isinstance(one, dict) or not {"type", "offset", "length"} <= one.keys() for one in raw
        ):
            raise bad_request("can't parse MessageEntity: expected an Array of MessageEntity")
        return raw
