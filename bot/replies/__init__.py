"""A liaison's words become a Reading. Pure: text and ledger in, dataclasses out."""
