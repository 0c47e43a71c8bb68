"""End to end: the bot, the sandbox and a browser together."""
