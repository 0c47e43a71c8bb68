"""The days that people date by: 春节, 清明, 端午, 中秋 from the lunar calendar (facts, 2020-2035), the others by
the sun.

The published calendar of days off reaches only a year ahead; what 春节前 means does not wait for it.
"""

from __future__ import annotations

from datetime import date, timedelta

# year: Spring Festival, Qingming, Dragon Boat, Mid-Autumn as (month, day)
_LUNAR: dict[int, tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    2020: ((1, 25), (4, 4), (6, 25), (10, 1)),
    2021: ((2, 12), (4, 4), (6, 14), (9, 21)),
    2022: ((2, 1), (4, 5), (6, 3), (9, 10)),
    2023: ((1, 22), (4, 5), (6, 22), (9, 29)),
    2024: ((2, 10), (4, 4), (6, 10), (9, 17)),
    2025: ((1, 29), (4, 4), (5, 31), (10, 6)),
    2026: ((2, 17), (4, 5), (6, 19), (9, 25)),
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
    2031: ((1, 23), (4, 5), (6, 24), (10, 1)),
    2032: ((2, 11), (4, 4), (6, 12), (9, 19)),
    2033: ((1, 31), (4, 4), (6, 1), (9, 8)),
    2034: ((2, 19), (4, 5), (6, 20), (9, 27)),
    2035: ((2, 8), (4, 5), (6, 10), (9, 16)),
}
_COLUMN = {"春节": 0, "清明": 1, "端午": 2, "中秋": 3}
_SOLAR = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1)}
_LENGTH = {"春节": 7, "国庆": 7, "五一": 5, "元旦": 3, "清明": 3, "端午": 3, "中秋": 3}
NAMES = {
    "春节": "春节",
    "新春": "春节",
    "过年": "春节",
    "农历年": "春节",
    "元宵": "元宵",
    "元旦": "元旦",
    "清明": "清明",
    "五一": "五一",
    "劳动节": "五一",
    "端午": "端午",
    "中秋": "中秋",
    "国庆": "国庆",
    "十一": "国庆",
    "双节": "国庆",
}


def day_of(name: str, year: int) -> date | None:
    """Return the festival's own day in a year, None where the table does not reach."""
    if name in _SOLAR:
        return date(year, *_SOLAR[name])
    if year not in _LUNAR:
        return None
    if name == "元宵":
        return date(year, *_LUNAR[year][0]) + timedelta(days=14)
    return date(year, *_LUNAR[year][_COLUMN[name]])


def festival(name: str, where: str, today: date) -> date | None:
    """Return the day that "before" (the eve), "after" (the first day after the days off) or "in" a festival
    means, not past."""
    shift = {"before": -1, "after": _LENGTH.get(name, 1), "in": _LENGTH.get(name, 1) - 1}[where]
    for year in (today.year, today.year + 1):
        day = day_of(name, year)
        if day and day + timedelta(days=shift) >= today:
            return day + timedelta(days=shift)
    return None


def next_festival(today: date) -> str | None:
    """Return the name of the public holiday that comes next."""
    coming = [
        (day, name)
        for name in _LENGTH
        for year in (today.year, today.year + 1)
        if (day := day_of(name, year)) and day > today
    ]
    return min(coming)[1] if coming else None
