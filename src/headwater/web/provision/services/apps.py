"""The app as Django knows it."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """services."""

    name = "headwater.web.provision.services"
    label = "services"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make what can be tied known. Models are loaded only now."""
        from headwater.web.provision.services.threads import register_kinds

        register_kinds()
