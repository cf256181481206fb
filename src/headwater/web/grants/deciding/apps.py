"""The app as Django knows it."""

from django.apps import AppConfig


class DecidingConfig(AppConfig):
    """deciding."""

    name = "headwater.web.grants.deciding"
    label = "deciding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known what the thread and applicants find here. Models are loaded only now."""
        from headwater.web.grants.applying.ways import register
        from headwater.web.grants.deciding.threads import register_kinds
        from headwater.web.grants.deciding.ways import ways_from

        register_kinds()
        register(from_application=ways_from)
