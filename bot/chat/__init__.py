"""Telegram in (inbox, worker, one table of routes) and out (gateway, delivery)."""

import os

# The Telegram library warns, and warnings are errors, unless it may give durations as timedeltas. It looks when asked.
os.environ.setdefault("PTB_TIMEDELTA", "true")
