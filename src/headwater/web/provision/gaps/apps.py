"""The app as Django knows it."""

from django.apps import AppConfig


class GapsConfig(AppConfig):
    """gaps."""

    name = "headwater.web.provision.gaps"
    label = "gaps"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known what can be tied, and how gap maps are made. Models are loaded only now."""
        from headwater.web.editions import changes, making
        from headwater.web.editions.rules.kinds import Kind
        from headwater.web.provision.gaps import tasks
        from headwater.web.provision.gaps.threads import register_kinds

        making.register(Kind.GAP_MAP, making.Maker(tasks.make, changes.fail))
        register_kinds()
