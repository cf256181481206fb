"""Which database holds what: records about people live apart from everything else."""

RESTRICTED = "restricted"
RESTRICTED_APPS: frozenset[str] = frozenset()
"""Apps whose rows are about people. Their rooms, safeguarding and enforcement, are not built yet;
until they are, the restricted database is there, backed up, and empty."""


class RestrictedRouter:
    """Keeps restricted apps in the restricted database and everybody else out of it."""

    def db_for_read(self, model: type, **hints: object) -> str | None:
        """Where a model's rows are; None for the ordinary place."""
        return RESTRICTED if _app(model) in RESTRICTED_APPS else None

    db_for_write = db_for_read

    def allow_relation(self, one: object, other: object, **hints: object) -> bool | None:
        """No row of one database points at a row of the other."""
        return (_app(one) in RESTRICTED_APPS) == (_app(other) in RESTRICTED_APPS)

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        """Whether an app's tables belong into a database."""
        return (app_label in RESTRICTED_APPS) == (db == RESTRICTED)


def _app(model: object) -> str:
    """The app of a model or of a row; `request.user` is a stand-in whose type has none."""
    return str(getattr(model, "_meta").app_label)  # noqa: B009 - any model has one, no type says so
