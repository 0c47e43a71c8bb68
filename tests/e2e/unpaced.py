"""`duban` without the wait that Telegram's limits ask for between messages: for tests of what is said, not how fast."""

from __future__ import annotations

import sys
from functools import partial

from bot import runtime
from bot.chat.pacing import Pace, Pacer
from bot.cli.main import main

if __name__ == "__main__":
    runtime.Pacer = partial(Pacer, pace=Pace(overall=10_000, chat_seconds=0.001, group_minute=10_000))  # type: ignore
    sys.exit(main())
