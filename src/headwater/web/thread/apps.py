"""The app as Django knows it."""

from django.apps import AppConfig


class ThreadConfig(AppConfig):
    """thread."""

    name = "headwater.web.thread"
    label = "thread"
    default_auto_field = "django.db.models.BigAutoField"
