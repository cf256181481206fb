"""The app as Django knows it."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """rounds."""

    name = "headwater.web.grants.rounds"
    label = "rounds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make what can be tied known. Models are loaded only now."""
        from headwater.web.grants.rounds.threads import register_kinds

        register_kinds()
