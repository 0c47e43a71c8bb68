"""A plan document becomes a draft ledger with anomalies. Pure: bytes in, dataclasses out."""
