"""How fast and how right the reader is: `python -m tests.benchmarks.replies`.

Readings per second, median, 99th percentile and the first one; the longest messages; then dates, side by side with
dateparser and, where it is installed, jionlp, on the same phrases. It measures and prints, and judges nothing.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from itertools import islice
from random import Random
from time import perf_counter

from bot.garbage import settle
from bot.replies import read
from bot.replies.dates import read_date
from bot.replies.lexicon import WORDS
from tests.replies.office import MARKET, built_in, whole
from tests.replies.scoring import labelled, score
from tests.replies.test_dates import CHINESE, TODAY

LONGEST = 4096  # characters, of a Telegram message
BOUND = 50  # milliseconds
Reader = Callable[[str], date | None]


def ours(words: str) -> date | None:
    """Read by our own rules."""
    found = read_date(words, 0, TODAY)
    return found.day if found else None


def by_dateparser() -> Reader:
    """Return dateparser with Chinese and a fixed day."""
    import dateparser

    base = datetime(TODAY.year, TODAY.month, TODAY.day, 12)  # noqa: DTZ001 - it wants a naive base
    settings = {"PREFER_DATES_FROM": "future", "PREFER_DAY_OF_MONTH": "last", "RELATIVE_BASE": base}

    def parse(words: str) -> date | None:
        found = dateparser.parse(words, languages=["zh"], settings=settings)
        return found.date() if found else None

    return parse


def by_jionlp() -> Reader | None:
    """Return jionlp's time parser, the end of the span it finds; None where it is not installed."""
    try:
        import jionlp
    except ImportError:
        return None
    base = datetime(TODAY.year, TODAY.month, TODAY.day, 12).timestamp()  # noqa: DTZ001

    def parse(words: str) -> date | None:
        try:
            found = jionlp.parse_time(words, time_base=base)["time"][-1]
        except (ValueError, KeyError, TypeError, IndexError):
            return None
        return date.fromisoformat(found[:10]) if found[:1].isdigit() else None

    return parse


def dates() -> None:
    """Print the share right and the speed of each reader of dates."""
    readers: dict[str, Reader | None] = {"ours": ours, "dateparser": by_dateparser(), "jionlp": by_jionlp()}
    print(f"dates: {len(CHINESE)} phrases, seen from {TODAY}")
    for name, reader in readers.items():
        if reader is None:
            print(f"  {name:<11} not installed")
            continue
        answers = {words: reader(words) for words in CHINESE}  # warms up, too
        right = sum(answers[words] == date.fromisoformat(day) for words, day in CHINESE.items())
        none = sum(answer is None for answer in answers.values())
        start, rounds = perf_counter(), 5
        for _ in range(rounds):
            for words in CHINESE:
                reader(words)
        rate = rounds * len(CHINESE) / (perf_counter() - start)
        wrong = len(CHINESE) - right - none
        print(f"  {name:<11} right {right}/{len(CHINESE)}, wrong {wrong}, none {none}; {rate:,.0f}/s")


def readings() -> None:
    """Print how fast the labelled replies are read, and how right."""
    rows = labelled()
    ledger = whole() or built_in()

    def times() -> list[float]:
        spent = []
        for row in rows:
            today = date.fromisoformat(row["today"])
            start = perf_counter()
            read(row["text"], unit=row["unit"], today=today, ledger=ledger, reply_to=row["reply_to"])
            spent.append(1000 * (perf_counter() - start))
        return spent

    times()
    spent = sorted(min(three) for three in zip(times(), times(), times(), strict=True))  # the best of three, warm
    result = score(rows, ledger)
    print(f"readings: {len(rows)} labelled replies, {'the whole document' if whole() else 'the built-in plan'}")
    print(f"  {1000 * len(spent) / sum(spent):,.0f}/s; median {spent[len(spent) // 2]:.2f} ms", end="")
    print(f", p99 {spent[int(0.99 * len(spent))]:.2f} ms, longest {spent[-1]:.2f} ms")
    print(f"  right {result.right}/{result.rows} = {result.right / result.rows:.1%}", end="")
    print(f", stored wrong {result.stored_wrong} = {result.stored_wrong / result.rows:.2%}")


def longest() -> None:
    """Print how long the longest messages take that Telegram lets through, each read once: labelled replies joined,
    noise, and pieces of the vocabulary over and over."""
    rows, chance, ledger = labelled(), Random(3), whole() or built_in()
    words = sorted(WORDS)
    made = {
        "labelled replies joined": lambda: _filled(lambda: chance.choice(rows)["text"] + chance.choice("，。\n；")),
        "letters of any script": lambda: _filled(lambda: chr(chance.randrange(32, 0x9FFF))),
        "Chinese letters": lambda: _filled(lambda: chr(chance.randrange(0x4E00, 0x9FFF))),
        "letters, figures, marks": lambda: _filled(lambda: chr(chance.randrange(32, 127))),
        "figures and marks": lambda: _filled(lambda: chance.choice("0123456789、，。%")),
        "words of the reader": lambda: _filled(lambda: chance.choice(words) + chance.choice("，。 ")),
        "one piece over and over": lambda: _filled(_again(_piece(chance, words))),
    }
    read("14完成", unit=MARKET, today=TODAY, ledger=ledger)
    settle()  # as the running bot does
    print(f"messages of {LONGEST:,} characters, 100 of each")
    for name, text in made.items():
        spent = []
        for message in [text() for _ in range(100)]:
            start = perf_counter()
            read(message, unit=MARKET, today=TODAY, ledger=ledger)
            spent.append(1000 * (perf_counter() - start))
        spent.sort()
        slow = sum(each >= BOUND for each in spent)
        print(f"  {name:<24} median {spent[50]:.0f} ms, longest {spent[-1]:.0f} ms, {slow} of {BOUND} ms or more")


def _filled(piece: Callable[[], str]) -> str:
    return "".join(islice(iter(piece, None), LONGEST))[:LONGEST]


def _again(piece: str) -> Callable[[], str]:
    return lambda: piece


def _piece(chance: Random, words: list[str]) -> str:
    """Return one to four words, numbers, dates and marks in a row."""
    told = ("14", "第65项", "四十二", "15-20", "3/4", "80%", "八成", "12件", "8月底", "下周三", "两周", "其余")
    marks = tuple("，、。;:/( \n")
    return "".join(chance.choice(chance.choice((words, told, marks))) for _ in range(chance.randint(1, 4)))


def first() -> None:
    """Print what importing the reader and the first reading cost in a fresh process."""
    code = (
        "from time import perf_counter as t; a = t()\n"
        "from bot.replies import read, Ledger, TaskView; b = t()\n"
        "import sys; from datetime import date\n"
        "tasks = [TaskView(str(n), f'推进第{n}类事项改革', lead=('甲',)) for n in range(1, 23)]\n"
        "ledger = Ledger(tasks); c = t()\n"
        "read('14完成80%，预计8月底完成', unit='甲', today=date(2022, 8, 24), ledger=ledger); d = t()\n"
        "print(f'  import {1000 * (b - a):.0f} ms, first reading {1000 * (d - c):.1f} ms, dateparser loaded: '\n"
        "      f\"{'dateparser' in sys.modules}\")"
    )
    print("fresh process:", flush=True)
    subprocess.run([sys.executable, "-c", code], check=True)


if __name__ == "__main__":
    first()
    readings()
    longest()
    dates()
