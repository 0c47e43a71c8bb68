"""Parsing XML of unknown origin: no document types (so no entity bombs), no damage without our own error."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, fromstring

from bot.plan.limits import refuse


def parse(data: bytes) -> Element:
    """Return the root element. Raises PlanError for damaged XML and for any with a document type."""
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data or b"\x00<\x00!" in data[:200]:
        raise refuse("文件内容异常，不予读取。", "The file declares a document type.")
    try:
        return fromstring(data)  # noqa: S314 - see above
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise refuse("文件已损坏，请重新保存后再传。", "The file is damaged.") from error
