"""Symbols: the few things that something can be, each the one object of its kind.

What an Enum is, but looked up by Python as fast as any attribute, where a member of an Enum takes four times as long:
a message's reading looks up tens of thousands.
"""

from __future__ import annotations


class Symbol:
    """A class derived from this one has an object of its own for each name that it declares."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __init_subclass__(cls) -> None:
        """Make the objects."""
        for name in cls.__annotations__:
            setattr(cls, name, cls(name))

    def __repr__(self) -> str:
        """Return what the code calls it."""
        return f"{type(self).__name__}.{self.name}"
