"""What the latest assessment found of authorities like ours, as it was released."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headwater.web.accounts.actor import Actor
from headwater.web.editions.figures import Value
from headwater.web.editions.models import Edition, Kind, Table
from headwater.web.editions.queries import of_kind
from headwater.web.editions.rules.workflow import READABLE
from headwater.web.evidence.queries.evidence import check_reads
from headwater.web.partners.models import Workspace

AREAS, CHANGES, DIFFERENCES = "elsewhere-areas", "elsewhere-changes", "elsewhere-differences"
OURS = "this authority"
NAMES = ("of", "area_code", "of_name", "area_name", "place", "unlike", "stays")

Line = Mapping[str, Value]
"""One row of a released table by column: a number, words, or the mark in a number's place."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Authorities like ours and how rates moved, from one assessment."""

    edition: Edition
    areas: Sequence[Line]
    changes: Sequence[Line]
    differences: Sequence[Line]
    features: Sequence[Mapping[str, object]]
    """Columns of what authorities were compared by."""
    notes: Sequence[str]

    @property
    def ours(self) -> list[tuple[str, str]]:
        """Codes and names of our own authorities."""
        return [(str(x["of"]), str(x["of_name"])) for x in self.areas if x["place"] == OURS]

    @property
    def others(self) -> dict[str, str]:
        """Names of every authority like one of ours, by code."""
        rows = [each for each in self.areas if each["place"] != OURS]
        return {str(each["area_code"]): str(each["area_name"]) for each in rows}


def elsewhere_for(actor: Actor, workspace: Workspace) -> Elsewhere | None:
    """What the assessment made last for the whole area tells; None where none tells of it."""
    check_reads(actor, workspace.slug)
    edition = (
        of_kind(actor, workspace.slug, Kind.ASSESSMENT)
        .filter(
            status__in=[each.value for each in READABLE],
            area_code=workspace.area_code,
            tables__slug=AREAS,
        )
        .order_by("-last_month", "-made_at", "-pk")
        .first()
    )
    if edition is None:
        return None
    held = {each.slug: each for each in edition.tables.filter(slug__startswith="elsewhere-")}
    return Elsewhere(
        edition=edition,
        areas=_lines(held[AREAS]),
        changes=_lines(held[CHANGES]),
        differences=_lines(held[DIFFERENCES]),
        features=[each for each in held[AREAS].columns if each["key"] not in NAMES],
        notes=[*held[AREAS].notes, *held[CHANGES].notes, *held[DIFFERENCES].notes],
    )


def _lines(table: Table) -> list[Line]:
    keys = [each["key"] for each in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]
