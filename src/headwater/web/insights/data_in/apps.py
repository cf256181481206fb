"""The app as Django knows it."""

from django.apps import AppConfig


class DataInConfig(AppConfig):
    """data_in."""

    name = "headwater.web.insights.data_in"
    label = "data_in"
    default_auto_field = "django.db.models.BigAutoField"
