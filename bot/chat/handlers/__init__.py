"""Handlers, one module a room: each parses an update, calls one service, and queues the answer."""
