"""The app as Django knows it."""

from django.apps import AppConfig


class AlgorithmsConfig(AppConfig):
    """algorithms."""

    name = "headwater.web.insights.algorithms"
    label = "algorithms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let nothing run that the register does not have in use."""
        from headwater.web.editions import gate
        from headwater.web.insights.algorithms.queries import check_registered

        gate.set_gate(check_registered)
