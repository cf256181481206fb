"""The crime types of public police.uk files, and what each can stand for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwater.core.errors import NotFoundError
from headwater.rulebook.registry import Sourced, records
from headwater.rulebook.weights import harm_weight_of_category


class Relation(StrEnum):
    """How a crime type stands to the core definition of serious violence."""

    CONTAINS = "contains"
    PARTLY = "partly"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceUkCategory(Sourced):
    """One crime type. `unit_cost` is None where no one cost fits, and `cost_note` says why."""

    slug: str
    label: str
    in_public_proxy: bool
    unit_cost: str | None
    cost_note: str
    relation_to_core: Relation
    note: str

    @property
    def harm_days(self) -> float:
        """Days of harm one record stands for (Cambridge Crime Harm Index, averaged)."""
        return harm_weight_of_category(self.label).days


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoricLabel(Sourced):
    """A label met in older files. `exact` is False where it covered other offences too."""

    label: str
    slug: str
    exact: bool
    note: str


def police_uk_categories(*, on: date | None = None) -> tuple[PoliceUkCategory, ...]:
    """The fourteen crime types of street files, by slug."""
    return records("police_uk_categories", PoliceUkCategory, on=on)


def police_uk_historic_labels(*, on: date | None = None) -> tuple[HistoricLabel, ...]:
    """Labels no longer used, and the crime type each is nearest to."""
    return records("police_uk_historic_labels", HistoricLabel, on=on)


def police_uk_category(name: str) -> PoliceUkCategory:
    """A crime type by its label, its slug or a label no longer used, in any case.

    >>> police_uk_category("Violent crime").label
    'Violence and sexual offences'
    """
    wanted = name.strip().casefold()
    older = {row.label.casefold(): row.slug for row in police_uk_historic_labels()}
    for row in police_uk_categories():
        if wanted in {row.slug, row.label.casefold()} or older.get(wanted) == row.slug:
            return row
    known = ", ".join(row.label for row in police_uk_categories())
    raise NotFoundError(kind="police.uk crime type", name=name, hint=f"There are [{known}].")
