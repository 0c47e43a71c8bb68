"""Who wrote a line, in front of it: 电商科：…, [征管股] …. It is neither a task nor a word of the report.

writer := section of the office (… 科 | 股 | 室 | 大队) : | [section]
"""

from __future__ import annotations

import re

from bot.replies.ledger import Ledger

_SECTION = "[一-鿿]{1,7}(?:科室?|股室?|室|大队|中队)"
_HEAD = re.compile(rf"^[ \t]*(?:[\[(]({_SECTION})[\])] *:?|({_SECTION}) *:)[ \t]*", re.M)
_FIELD = re.compile("责任|牵头|经办|填报|报送|联系|配合|主办|承办|会议|教室|实验|科室$|本科|专科|学科")


def without_writers(text: str, ledger: Ledger) -> str:
    """Return the text without the sections that its lines begin with; a unit of the ledger is none."""
    return _HEAD.sub(lambda m: m[0] if _kept(m[1] or m[2], ledger) else "", text)


def _kept(name: str, ledger: Ledger) -> bool:
    return bool(_FIELD.search(name)) or ledger.knows(name) or ledger.knows(f"县{name}")
