"""The app as Django knows it."""

from django.apps import AppConfig


class ChoosingConfig(AppConfig):
    """choosing."""

    name = "headwater.web.grants.choosing"
    label = "choosing"
    default_auto_field = "django.db.models.BigAutoField"
