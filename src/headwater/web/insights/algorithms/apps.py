"""The app as Django knows it."""

from django.apps import AppConfig


class AlgorithmsConfig(AppConfig):
    """algorithms."""

    name = "headwater.web.insights.algorithms"
    label = "algorithms"
    default_auto_field = "django.db.models.BigAutoField"
