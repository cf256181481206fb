"""The app as Django knows it."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """partners."""

    name = "headwater.web.partners"
    label = "partners"
    default_auto_field = "django.db.models.BigAutoField"
