"""What must never be stored: classification marks and citizens' identity numbers."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal

_LEVEL = r"(?:绝\s*密|机\s*密|秘\s*密)"
# A mark is a level that stands as a stamp does: starred, bracketed, after 密级, or alone at a line's head.
_MARK = re.compile(
    rf"{_LEVEL}\s*[★☆*]"
    rf"|[★☆]\s*{_LEVEL}"
    rf"|[【\[(〔《「<〈]\s*{_LEVEL}\s*(?:级|件|文件|[★☆*][^】\])〕》」>〉]{{0,8}})?\s*[】\])〕》」>〉]"
    rf"|密\s*级\s*(?:为|是|:)?\s*[:\s]*{_LEVEL}"
    rf"|{_LEVEL}\s*级?\s*(?:[:]|文件|件|资料|材料|电报|级(?=\s|$|[,.;!。、]))"
    rf"|(?:^|\n)\s*{_LEVEL}\s*(?:[,.;!。、\s]|$)"
    r"|绝\s*密"
)
_TOPIC = re.compile(r"(?:商业|国家|保守|工作|技术|个人|通信|军事|泄露|保护|侵犯)$")
_ID18 = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}\s?(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\s?\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_ID15 = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}(?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def sensitive(text: str) -> Literal["mark", "identity"] | None:
    """Return why a text must not be stored: "mark", "identity", or None."""
    plain = unicodedata.normalize("NFKC", text)
    for found in _MARK.finditer(plain):
        if not _TOPIC.search(plain[: found.start()].rstrip()):
            return "mark"
    if any(_checks(found.group()) for found in _ID18.finditer(plain)):
        return "identity"
    if "身份证" in plain and any(_old_form(found.group()) for found in _ID15.finditer(plain)):
        return "identity"
    return None


def _checks(number: str) -> bool:
    digits = "".join(number.split()).upper()
    total = sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == digits[17] and _is_date(digits[6:14])


def _old_form(number: str) -> bool:
    return _is_date("19" + number[6:12])


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True
