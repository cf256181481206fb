"""The app as Django knows it."""

from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    """consultation."""

    name = "headwater.web.partnership.consultation"
    label = "consultation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make authorities and consultations known to the thread."""
        from headwater.web.partnership.consultation.threads import register_kinds

        register_kinds()
