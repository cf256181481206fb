"""The app as Django knows it."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """watch."""

    name = "headwater.web.insights.watch"
    label = "watch"
    default_auto_field = "django.db.models.BigAutoField"
