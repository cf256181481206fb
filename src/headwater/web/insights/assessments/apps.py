"""The app as Django knows it."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """assessments."""

    name = "headwater.web.insights.assessments"
    label = "assessments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known how assessments and weeks of early warning are made."""
        from headwater.web.editions import changes, making
        from headwater.web.editions.rules.kinds import Kind
        from headwater.web.insights.assessments import tasks
        from headwater.web.insights.watch.changes import weeks

        making.register(Kind.ASSESSMENT, making.Maker(tasks.make, changes.fail))
        making.register(Kind.EARLY_WARNING, making.Maker(tasks.make, weeks.fail))
