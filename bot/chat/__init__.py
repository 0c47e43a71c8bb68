"""Telegram in (inbox, worker, one table of routes) and out (gateway, delivery)."""
