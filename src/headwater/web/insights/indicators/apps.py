"""The app as Django knows it."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """indicators."""

    name = "headwater.web.insights.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
