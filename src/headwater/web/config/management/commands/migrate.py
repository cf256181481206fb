"""`migrate`: bring a database's tables to this version; an empty one gets them at once."""

from typing import Any

from django.core.management.commands import migrate

from headwater.web.config.beginning import make_tables


class Command(migrate.Command):
    """Django's own command, quicker on an empty database."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the tables where there are none, then apply whatever is left to apply."""
        if _is_whole(options):
            make_tables(options["database"])
        super().handle(*args, **options)


def _is_whole(options: dict[str, Any]) -> bool:
    """Whether everything is to be applied, and really."""
    not_so = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "run_syncdb", "prune")
    return not any(options[each] for each in not_so)
