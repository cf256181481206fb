"""The app as Django knows it."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """config: commands and checks."""

    name = "headwater.web.config"
    label = "config"
