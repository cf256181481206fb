"""What an entry of the directory lacks, in words, and when it was last confirmed."""

from dataclasses import dataclass
from datetime import date, timedelta

from headwater.web.provision.services.rules.record import LABELS, Record

CONFIRM_EVERY = timedelta(days=183)
"""An entry that nobody confirmed for six months is asked after."""
WANTED = (
    "description",
    "contact_role",
    "contact_email",
    "minimum_age",
    "maximum_age",
    "eligibility",
    "send_friendly",
    "languages",
    "access_needs",
    "setting",
    "referral_route",
    "evenings",
    "weekends",
    "capacity_per_year",
    "people_now",
    "wait_days",
    "wait_days_90",
    "cost_per_start",
    "funder",
    "funded_until",
    "strand",
)
"""What every entry should say, besides where it is and whom it reaches."""
FOR_THE_MAP = ("capacity_per_year", "minimum_age", "maximum_age")
"""Without these the gap map cannot count a service."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what every entry should say is said."""

    lacking: tuple[str, ...]
    total: int

    @property
    def said(self) -> int:
        """How many are said."""
        return self.total - len(self.lacking)

    @property
    def is_complete(self) -> bool:
        """Whether nothing lacks."""
        return not self.lacking

    @property
    def words(self) -> str:
        """`18 of 23 said`, or that it is complete."""
        return "Complete" if self.is_complete else f"{self.said} of {self.total} said"

    @property
    def lacks(self) -> str:
        """What lacks, in a sentence; nothing where nothing does."""
        names = ", ".join(self.lacking)
        return f"Lacks: {names[:1].lower()}{names[1:]}" if names else ""


def completeness(record: Record) -> Completeness:
    """What an entry lacks.

    >>> completeness(Record("Boxing", "Open Door")).said
    0
    """
    lacking = [LABELS[name] for name in WANTED if getattr(record, name) in (None, "", ())]
    if record.lat is None and not record.area_code:
        lacking.append("where it is")
    if record.reach_km is None and not record.catchment and not record.area_code:
        lacking.append("whom it reaches")
    return Completeness(tuple(lacking), len(WANTED) + 2)


def is_stale(confirmed_on: date | None, *, today: date) -> bool:
    """Whether nobody confirmed an entry for six months.

    >>> is_stale(None, today=date(2026, 1, 1)), is_stale(date(2026, 1, 1), today=date(2026, 3, 1))
    (True, False)
    """
    return confirmed_on is None or today - confirmed_on > CONFIRM_EVERY
