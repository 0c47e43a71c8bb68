"""For developers: `python -m storage.migrations 0002 "what changes"` drafts a version from the models.

Read and correct the draft, set HEAD in `storage.migrations` to it, and run tests/storage. The very first version is
drafted on an empty database.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from storage.database import Database
from storage.migrations.run import configuration, upgrade


def draft(revision: str, message: str) -> Path:
    """Write versions/REVISION_message.py with what the models have and the versions so far have not."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/draft.db")
        try:
            with database.writing() as session:
                connection = session.connection()
                if any((Path(__file__).parent / "versions").glob("[0-9]*.py")):
                    upgrade(connection)
                script = command.revision(configuration(connection), message, autogenerate=True, rev_id=revision)
        finally:
            database.close()
    assert script is not None
    assert not isinstance(script, list)
    return Path(script.path)


if __name__ == "__main__":
    sys.stdout.write(f"{draft(sys.argv[1], sys.argv[2])}\n")
