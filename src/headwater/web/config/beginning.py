"""The tables of an empty database, made at once.

Migrations say how tables came to be. Run one after another on an empty database, each makes Django
think again about all models that hang together, and here nearly all do: half a minute, once for
each of two databases. So an empty database gets its tables as the models say, and the migrations
are written down as applied. `makemigrations --check` and a test hold both ways to the same tables.
"""

from django.apps import apps
from django.db import connections, router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps

OURS = "headwater."


def make_tables(alias: str) -> None:
    """Make every table of a database that has none; one with tables is left as it is.

    All or nothing: a process that dies on the way leaves the database empty.
    """
    connection = connections[alias]
    if connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        for config in apps.get_app_configs():
            for model in router.get_migratable_models(config, alias, include_auto_created=False):
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
        loader, recorder = MigrationLoader(connection), MigrationRecorder(connection)
        recorder.ensure_schema()
        ours = loader.project_state().apps
        for app, name in loader.graph.nodes:
            _do_the_rest(loader.get_migration(app, name), ours, editor)
            recorder.record_applied(app, name)


def _do_the_rest(migration: Migration, models: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What a migration of ours does beside tables, such as guarding a ledger.

    Those of libraries only mend rows, and an empty database has none.
    """
    is_ours = type(migration).__module__.startswith(OURS)
    if is_ours and router.allow_migrate(editor.connection.alias, migration.app_label):
        for each in migration.operations:
            if isinstance(each, RunPython):
                each.code(models, editor)
