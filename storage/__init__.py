"""What duban remembers: tables, queries, migrations. Knows nothing of chats or rules."""
