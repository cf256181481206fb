"""The app as Django knows it."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """publishing."""

    name = "headwater.web.grants.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"
