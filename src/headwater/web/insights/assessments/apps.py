"""The app as Django knows it."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """assessments."""

    name = "headwater.web.insights.assessments"
    label = "assessments"
    default_auto_field = "django.db.models.BigAutoField"
