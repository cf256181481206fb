"""The app as Django knows it."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """money."""

    name = "headwater.web.grants.money"
    label = "money"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make what can be tied known. Models are loaded only now."""
        from headwater.web.grants.money.threads import register_kinds

        register_kinds()
