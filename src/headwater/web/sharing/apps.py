"""The app as Django knows it."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """sharing."""

    name = "headwater.web.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make what can be tied known. Models are loaded only now."""
        from headwater.web.sharing.threads import register_kinds

        register_kinds()
