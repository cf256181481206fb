"""The app as Django knows it."""

from django.apps import AppConfig


class EditionsConfig(AppConfig):
    """editions."""

    name = "headwater.web.editions"
    label = "editions"
    default_auto_field = "django.db.models.BigAutoField"
