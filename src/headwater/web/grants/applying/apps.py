"""The app as Django knows it."""

from django.apps import AppConfig


class ApplyingConfig(AppConfig):
    """applying."""

    name = "headwater.web.grants.applying"
    label = "applying"
    default_auto_field = "django.db.models.BigAutoField"
