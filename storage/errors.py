"""What can be wrong with the database itself; callers map these to messages and exit codes."""


class StorageError(Exception):
    """The database cannot be used as it is; the message says why and what to do."""


class DatabaseUnavailable(StorageError):
    """There is no connection: a missing folder, a wrong address, a server that is down, a file that is no database."""


class SchemaTooNew(StorageError):
    """A newer version of the program has written this database; this one leaves it alone."""


class SchemaForeign(StorageError):
    """The database holds tables, but they are not ours."""
