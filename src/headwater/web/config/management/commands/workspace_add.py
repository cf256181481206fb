"""`headwater workspace add SLUG`: a new partnership."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from headwater.web.config.setting_up import Area, set_up
from headwater.web.partners.changes.owners import BodyDetails
from headwater.web.partners.models import BodyKind


class Command(BaseCommand):
    """Make a workspace with its owner body and its register of algorithms."""

    help = "Make a partnership: its workspace, the body that owns it, the register of algorithms."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said on the command line."""
        parser.add_argument("slug")
        parser.add_argument("--name", required=True)
        parser.add_argument("--area", required=True)
        parser.add_argument("--area-name", required=True)
        parser.add_argument("--owner", required=True)
        parser.add_argument("--legal-name", default="")
        parser.add_argument("--kind", choices=[kind.value for kind in BodyKind], required=True)
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and say what to do next."""
        now = timezone.now()
        workspace = set_up(
            slug=options["slug"],
            name=options["name"],
            area=Area(options["area"], options["area_name"]),
            owner=BodyDetails(
                kind=BodyKind(options["kind"]),
                name=options["owner"],
                legal_name=options["legal_name"] or options["owner"],
                email=options["email"],
            ),
            starts_on=timezone.localdate(now),
            at=now,
        )
        self.stdout.write(
            f"{workspace.name} is at /work/{workspace.slug}/. Add its first administrator with: "
            f"headwater user add EMAIL --name NAME --workspace {workspace.slug} "
            f'--organisation "{options["owner"]}" --role administrator'
        )
