"""Playing years ahead: the real services and storage in a throw-away database, with people made of chance."""
