"""duban: a Telegram bot that runs an office's task ledger."""

__version__ = "0.1.0"
