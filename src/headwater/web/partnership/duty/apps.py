"""The app as Django knows it."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    """duty."""

    name = "headwater.web.partnership.duty"
    label = "duty"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make obligations, readiness, returns, requests and directions known to the thread."""
        from headwater.web.partnership.duty.threads import register_all

        register_all()
