"""Which assessments counted by which version, and which could be made again."""

from dataclasses import dataclass
from datetime import datetime

from headwater.web.accounts.actor import Actor
from headwater.web.editions.models import Edition
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.editions.queries import of_kind
from headwater.web.editions.rules.kinds import Kind
from headwater.web.editions.rules.workflow import READABLE
from headwater.web.partnership.definition.models import LocalDefinition


@dataclass(frozen=True, slots=True)
class Again:
    """An assessment by a version, and the one before it of the same area and months."""

    after: Edition
    before: Edition | None

    @property
    def can_be_compared(self) -> bool:
        """Whether both can be read."""
        return self.before is not None and self.after.stands in READABLE


def latest_locked(actor: Actor, workspace: str) -> Edition | None:
    """The locked assessment of the latest months, the last asked for among them."""
    found = of_kind(actor, workspace, Kind.ASSESSMENT).filter(status=EditionStatus.LOCKED)
    return found.order_by("-last_month", "-requested_at").first()


def locked_by(actor: Actor, workspace: str, at: datetime) -> Edition | None:
    """The assessment of the latest months among those that were locked at a moment."""
    found = of_kind(actor, workspace, Kind.ASSESSMENT).filter(
        status=EditionStatus.LOCKED, locked_at__lte=at
    )
    return found.order_by("-last_month", "-requested_at").first()


def counted_by(actor: Actor, version: LocalDefinition) -> list[Again]:
    """Assessments that were asked for while a version was in force, the latest first."""
    every = of_kind(actor, version.workspace.slug, Kind.ASSESSMENT).order_by("-requested_at")
    light = every.defer("summary", "facts", "key_findings", "checks")
    editions = list(light.exclude(status=EditionStatus.FAILED)[:200])
    mine = [each for each in editions if _reference(each) == version.reference]
    return [Again(each, _before(each, editions)) for each in mine]


def _before(after: Edition, editions: list[Edition]) -> Edition | None:
    """The last of the same area and months that counted otherwise; a locked one rather."""
    same = [
        each
        for each in editions
        if (each.area_code, each.first_month, each.last_month)
        == (after.area_code, after.first_month, after.last_month)
        and each.pk != after.pk
        and each.requested_at <= after.requested_at
        and each.stands in READABLE
        and _reference(each) != _reference(after)
    ]
    locked = [each for each in same if each.stands is EditionStatus.LOCKED]
    return next(iter(locked or same), None)


def _reference(edition: Edition) -> str:
    return str(edition.definition.get("reference", ""))
