"""The app as Django knows it."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """documents."""

    name = "headwater.web.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make documents known to the thread."""
        from headwater.web.documents.threads import register_kinds

        register_kinds()
