"""The app as Django knows it."""

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    """public_site."""

    name = "headwater.web.public_site"
    label = "public_site"
    default_auto_field = "django.db.models.BigAutoField"
