"""Readers, one per file format: bytes to lines and grids. A heavy library is imported in the reader that needs it."""
