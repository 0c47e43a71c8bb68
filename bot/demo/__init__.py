"""The demonstration: sandbox, bot and built-in plan in one process, played by a person in the browser or by itself."""
