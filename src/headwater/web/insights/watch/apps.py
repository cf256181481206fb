"""The app as Django knows it."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """watch."""

    name = "headwater.web.insights.watch"
    label = "watch"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make alerts known to the thread."""
        from headwater.web.insights.watch.threads import register_kinds

        register_kinds()
