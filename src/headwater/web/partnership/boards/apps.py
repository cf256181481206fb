"""The app as Django knows it."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """boards."""

    name = "headwater.web.partnership.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make what boards hold known to the thread, and their meetings to calendars."""
        from headwater.web.partnership.boards.calendars import register_days
        from headwater.web.partnership.boards.threads import register_all

        register_all()
        register_days()
