"""The app as Django knows it."""

from django.apps import AppConfig


class DesignSystemConfig(AppConfig):
    """design_system."""

    name = "headwater.web.design_system"
    label = "design_system"
    default_auto_field = "django.db.models.BigAutoField"
