"""The app as Django knows it."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """evidence."""

    name = "headwater.web.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make what can be tied known. Models are loaded only now."""
        from headwater.web.evidence.threads import register_kinds

        register_kinds()
