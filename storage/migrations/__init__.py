"""The schema's history, run by Alembic, packaged with the program. See `storage.database.Database.upgrade`.

`HEAD` is the newest version, told here so that a database can be found current without importing Alembic.
"""

HEAD = "0006"
