"""What keeps the ledger of money append-only in the database itself, whoever asks.

Triggers refuse to change or remove a movement or an entry, and to write one for a pot whose year
is closed. That each entry balances needs no trigger: its one amount leaves one account and enters
another. Nothing lifts the triggers but the owner of the tables taking them off.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KEPT = "the ledger of money is append-only"
CLOSED = "the year of the pot is closed"
TABLES = ("money_movement", "money_entry")
OF_A_CLOSED_POT = (
    "SELECT 1 FROM money_account a JOIN money_pot p ON p.id = a.pot_id "
    "WHERE a.id IN (NEW.out_of_id, NEW.into_id) AND p.locked_at IS NOT NULL"
)
POSTGRESQL_FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION money_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation'; "
    "END $$",
    "CREATE OR REPLACE FUNCTION money_refuse_closed() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF EXISTS ({OF_A_CLOSED_POT}) THEN RAISE EXCEPTION '{CLOSED}' "
    "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
)


def _postgresql() -> dict[str, str]:
    found = {}
    for table in TABLES:
        found[f"{table}_kept"] = (
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION money_refuse()"
        )
        found[f"{table}_not_emptied"] = (
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION money_refuse()"
        )
    found["money_entry_open"] = (
        "CREATE TRIGGER money_entry_open BEFORE INSERT ON money_entry "
        "FOR EACH ROW EXECUTE FUNCTION money_refuse_closed()"
    )
    return found


def _sqlite() -> dict[str, str]:
    found = {}
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            name = f"{table}_no_{act.lower()}"
            found[name] = (
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
            )
        # INSERT OR REPLACE removes the row in its way without asking the triggers above.
        found[f"{table}_not_replaced"] = (
            f"CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
        )
    found["money_entry_open"] = (
        "CREATE TRIGGER money_entry_open BEFORE INSERT ON money_entry "
        f"WHEN EXISTS ({OF_A_CLOSED_POT}) BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END"
    )
    return found


def guards(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Every trigger by its name, as this database says it."""
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def install(connection: BaseDatabaseWrapper, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the guards in place."""
    is_postgresql = connection.vendor == "postgresql"
    for function in POSTGRESQL_FUNCTIONS if is_postgresql else ():
        schema_editor.execute(function)
    for name, statement in guards(connection).items():
        schema_editor.execute(statement)
        if is_postgresql:
            # Also for sessions that replay another server's rows, where plain triggers rest.
            schema_editor.execute(f"ALTER TABLE {_table(name)} ENABLE ALWAYS TRIGGER {name}")


def remove(connection: BaseDatabaseWrapper, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guards off. For the migration that undoes them; it needs the tables' owner."""
    for name in guards(connection):
        where = f" ON {_table(name)}" if connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def _table(guard: str) -> str:
    return "_".join(guard.split("_")[:2])
