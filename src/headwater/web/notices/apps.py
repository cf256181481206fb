"""The app as Django knows it."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """notices."""

    name = "headwater.web.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
