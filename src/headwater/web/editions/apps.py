"""The app as Django knows it."""

from django.apps import AppConfig


class EditionsConfig(AppConfig):
    """editions."""

    name = "headwater.web.editions"
    label = "editions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make what can be tied known. Models are loaded only now."""
        from headwater.web.editions.threads import register_kinds

        register_kinds()
