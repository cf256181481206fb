"""The app as Django knows it."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """documents."""

    name = "headwater.web.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
