"""Settings: one table of them, read from a TOML file and the environment, checked before anything starts."""

from bot.config.load import Config, load
from bot.config.setting import Setting
from bot.config.table import SETTINGS, example

__all__ = ["SETTINGS", "Config", "Setting", "example", "load"]
