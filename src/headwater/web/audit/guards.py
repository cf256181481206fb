"""What keeps the ledger append-only in the database itself, whoever asks.

Triggers refuse to change, remove or replace an entry, and to move the end of the chain back. There
is no setting, flag or function that lifts them: only the owner of the tables can, by taking the
triggers off, and then `headwater audit verify` says that they are missing.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSED = "the ledger is append-only"

POSTGRESQL = {
    "audit_entry_kept": (
        "CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
    ),
    "audit_entry_not_emptied": (
        "CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    ),
    "audit_head_forward": (
        "CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head "
        "FOR EACH ROW WHEN (NEW.number <= OLD.number) EXECUTE FUNCTION audit_refuse()"
    ),
    "audit_head_kept": (
        "CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
    ),
    "audit_head_not_emptied": (
        "CREATE TRIGGER audit_head_not_emptied BEFORE TRUNCATE ON audit_head "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    ),
}
POSTGRESQL_REFUSES = (
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; "
    "END $$"
)
SQLITE = {
    "audit_entry_kept": (
        "CREATE TRIGGER audit_entry_kept BEFORE UPDATE ON audit_entry "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ),
    "audit_entry_not_removed": (
        "CREATE TRIGGER audit_entry_not_removed BEFORE DELETE ON audit_entry "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ),
    # INSERT OR REPLACE removes the row in its way without asking the trigger above.
    "audit_entry_not_replaced": (
        "CREATE TRIGGER audit_entry_not_replaced BEFORE INSERT ON audit_entry "
        "WHEN EXISTS (SELECT 1 FROM audit_entry WHERE number = NEW.number OR id = NEW.id "
        "OR fingerprint = NEW.fingerprint) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ),
    "audit_head_forward": (
        "CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head "
        "WHEN NEW.number <= OLD.number "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ),
    "audit_head_kept": (
        "CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ),
    "audit_head_not_replaced": (
        "CREATE TRIGGER audit_head_not_replaced BEFORE INSERT ON audit_head "
        "WHEN EXISTS (SELECT 1 FROM audit_head) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ),
}


def install(connection: BaseDatabaseWrapper, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the guards in place."""
    if connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_REFUSES)
    for name, statement in _guards(connection).items():
        schema_editor.execute(statement)
        if connection.vendor == "postgresql":
            # Also for sessions that replay another server's rows, where plain triggers rest.
            schema_editor.execute(f"ALTER TABLE {_table(name)} ENABLE ALWAYS TRIGGER {name}")


def remove(connection: BaseDatabaseWrapper, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guards off. For the migration that undoes them; it needs the tables' owner."""
    for name in _guards(connection):
        where = f" ON {_table(name)}" if connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Guards that are not in place, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {row[0] for row in cursor.fetchall()}
    return tuple(name for name in _guards(connection) if name not in there)


def _guards(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE


def _table(guard: str) -> str:
    return "_".join(guard.split("_")[:2])
