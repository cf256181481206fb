"""Which small counts are hidden, and under which rule each dataset goes out."""

from dataclasses import dataclass
from datetime import date

from headwater.rulebook.registry import Sourced, one, records


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionProfile(Sourced):
    """One rule for small numbers.

    Counts from `primary_from` to `primary_to`, inclusive, are shown as `symbol`; both are 0
    where nothing is hidden. Nought is always shown. Shown counts are rounded to the nearest
    `round_to`; 1 is no rounding. `secondary` asks for further cells to be hidden so that none can
    be worked out. Counts of people for fewer than `minimum_population` residents are withheld.
    `sentence` is printed beside every table.
    """

    id: str
    title: str
    rule: str
    primary_from: int
    primary_to: int
    round_to: int
    symbol: str
    secondary: bool
    minimum_population: int
    sentence: str

    def hides(self, count: float) -> bool:
        """Whether a count is small enough to hide by itself.

        >>> [suppression_profile("hes").hides(n) for n in (0, 1, 7, 8)]
        [False, True, True, False]
        """
        # Best-fit counts may be fractions: anything between nought and the limit is small.
        return bool(self.primary_to) and 0 < count < self.primary_to + 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetProfile(Sourced):
    """The rule a lake table's counts go out under, and why."""

    dataset: str
    profile: str
    reason: str


def suppression_profiles(*, on: date | None = None) -> tuple[SuppressionProfile, ...]:
    """Every rule for small numbers."""
    return records("suppression_profiles", SuppressionProfile, on=on)


def suppression_profile(profile_id: str) -> SuppressionProfile:
    """One rule by its id, such as `police`."""
    return one(
        suppression_profiles(), profile_id, kind="suppression profile", key=lambda row: row.id
    )


def dataset_profiles(*, on: date | None = None) -> tuple[DatasetProfile, ...]:
    """Which rule each lake table goes out under."""
    return records("dataset_profiles", DatasetProfile, on=on)


def profile_for(table: str) -> SuppressionProfile:
    """The rule that counts from a lake table go out under."""
    kind = "suppression profile for the table"
    found = one(dataset_profiles(), table, kind=kind, key=lambda row: row.dataset)
    return suppression_profile(found.profile)
