"""A local stand-in for Telegram with a chat page in the browser, and the built-in demonstration plan."""

from .client import SandboxClient, text_of
from .clockwork import ClockHooks
from .limits import Limits
from .sandbox import Sandbox

__all__ = ["ClockHooks", "Limits", "Sandbox", "SandboxClient", "text_of"]
