"""The app as Django knows it."""

from django.apps import AppConfig


class DataInConfig(AppConfig):
    """data_in."""

    name = "headwater.web.insights.data_in"
    label = "data_in"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make loads known to the thread."""
        from headwater.web.insights.data_in.threads import register_kinds

        register_kinds()
