"""What a unit calls itself in its own words: 财政这边, 我们科技局, 市监这块 — all of them "we"."""

from __future__ import annotations

import re
from functools import lru_cache

_TAILS = (
    "管理局",
    "委员会",
    "办公室",
    "服务中心",
    "促进中心",
    "事务中心",
    "交易中心",
    "大队",
    "支行",
    "中心",
    "局",
    "委",
    "办",
    "院",
)


@lru_cache(maxsize=512)
def _pattern(unit: str) -> re.Pattern[str]:
    plain = unit.removeprefix("县") or unit
    if plain == unit and not unit.startswith("市场"):
        plain = unit.removeprefix("市")
    stem = next((plain.removesuffix(t) for t in _TAILS if plain.endswith(t) and len(plain) - len(t) >= 2), plain)
    names = "|".join(sorted({re.escape(n) for n in (unit, plain, stem)}, key=len, reverse=True))
    short = re.sub(r"^(?:县委|县政府|县人民政府)(?=.{3})", "", unit)  # 县委督查办 calls itself 督查办
    whole = "|".join(sorted({re.escape(n) for n in (unit, plain, short)}, key=len, reverse=True))
    formal = re.escape(plain).replace("政府", "(?:人民)?政府", 1)
    return re.compile(
        rf"(?:我们|我是|我|本)(?:{whole})|[一-鿿]{{2}}县{formal}(?=[^,。;]{{0,8}}(?:进展|情况|汇报|报告|小结))|(?:{names})(?:我们|我)?(?=(?:这边|这头|这里|这方面)(?![的个]))"
    )


def as_we(text: str, unit: str) -> str:
    """Return the text with the unit's own names for itself written 我们, where they stand for nothing else."""
    return _pattern(unit).sub("我们", text)
