"""The app as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """accounts."""

    name = "headwater.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The ledger hears what two libraries say by signals."""
        from headwater.web.accounts import hearing

        hearing.listen()
