"""The app as Django knows it."""

from django.apps import AppConfig


class DeliveringConfig(AppConfig):
    """delivering."""

    name = "headwater.web.grants.delivering"
    label = "delivering"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lead those who apply to what they deliver. Models are loaded only now."""
        from headwater.web.grants.applying.ways import register
        from headwater.web.grants.delivering.ways import ways_from, ways_of

        register(from_application=ways_from, of_applicant=ways_of)
