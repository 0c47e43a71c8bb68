"""One Summary becomes a text, a sheet or a document; every renderer returns (name, mime, bytes)."""
