"""The app as Django knows it."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """strategy."""

    name = "headwater.web.strategy"
    label = "strategy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make what can be tied known. Models are loaded only now."""
        from headwater.web.strategy.threads import register_kinds

        register_kinds()
