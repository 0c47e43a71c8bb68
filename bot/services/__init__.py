"""Use cases, one a file, each one transaction: they read storage, ask the rules, write rows and outgoing messages."""
