"""The app as Django knows it."""

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """worklist."""

    name = "headwater.web.worklist"
    label = "worklist"
    default_auto_field = "django.db.models.BigAutoField"
