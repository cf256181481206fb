"""The app as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """audit."""

    name = "headwater.web.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
