"""The app as Django knows it."""

from django.apps import AppConfig


class DefinitionConfig(AppConfig):
    """definition."""

    name = "headwater.web.partnership.definition"
    label = "definition"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make versions known to the thread, and the one in force to assessments."""
        from headwater.web.editions import counting
        from headwater.web.partnership.definition.counting import in_force
        from headwater.web.partnership.definition.threads import register_kinds

        counting.register(in_force)
        register_kinds()
