"""The app as Django knows it."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """insights."""

    name = "headwater.web.insights"
    label = "insights"
    default_auto_field = "django.db.models.BigAutoField"
