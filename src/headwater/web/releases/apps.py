"""The app as Django knows it."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """releases."""

    name = "headwater.web.releases"
    label = "releases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make releases known to the thread."""
        from headwater.web.releases.threads import register_kinds

        register_kinds()
