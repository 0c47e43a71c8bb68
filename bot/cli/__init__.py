"""The console commands: each parses arguments, calls one service, prints."""
