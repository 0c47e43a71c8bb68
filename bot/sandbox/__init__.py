"""A local stand-in for Telegram with a chat page in the browser, and the built-in demonstration plan."""
