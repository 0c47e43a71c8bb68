"""Readers, one per file format: bytes to lines and grids. Heavy libraries are imported inside the reader that needs them."""
