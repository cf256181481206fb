"""What of gaps can be tied to other things."""

from collections.abc import Collection, Mapping, Sequence

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.editions.figures import Value
from headwater.web.editions.models import Table
from headwater.web.provision.gaps.links import gap_address, intention_address
from headwater.web.provision.gaps.models import Intention
from headwater.web.provision.gaps.queries.intentions import GAP, INTENTION
from headwater.web.provision.gaps.queries.maps import as_shown, latest_tables, why_unsettled
from headwater.web.provision.gaps.rules import permissions
from headwater.web.provision.gaps.rules.classes import WORST_FIRST, MapClass
from headwater.web.provision.gaps.rules.commissioning import Status
from headwater.web.provision.gaps.rules.places import Place, place_of, title_of
from headwater.web.thread.kinds import Bead, Kind, register

MOST_OFFERED = 20


def find_gaps(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Combinations of the latest map. One that it says is covered no longer stands as a gap."""
    if not permissions.can_read(actor, workspace):
        return {}
    wanted = {each for each in references if place_of(each)}
    return {bead.reference: bead for bead in _beads(workspace) if bead.reference in wanted}


def offer_gaps(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Gaps of the latest map with these words, the worst first."""
    if not permissions.can_read(actor, workspace):
        return []
    told = [bead for bead in _beads(workspace) if text.lower() in bead.title.lower()]
    order = [each.words for each in WORST_FIRST]
    return sorted(told, key=lambda bead: order.index(bead.state))[:MOST_OFFERED]


def _beads(workspace: str) -> list[Bead]:
    table = latest_tables(workspace)
    return [] if table is None else [_bead(workspace, table, row) for row in table.rows]


def _bead(workspace: str, table: Table, row: Sequence[Value]) -> Bead:
    shown = as_shown(table, row)
    place = Place(str(shown["area_code"]), str(shown["age"]), str(shown["help"]))
    kind = MapClass(str(shown["class"]))
    made = table.edition.made_at
    return Bead(
        kind=GAP,
        reference=place.reference,
        title=title_of(
            help_words=str(shown["group"]).rpartition(", ")[0],
            age=place.age,
            area=str(shown["area_name"]),
        ),
        address=gap_address(workspace, place.reference),
        state=kind.words,
        on=timezone.localdate(made) if made else None,
        stands=kind is not MapClass.COVERED,
        unsettled=why_unsettled(table.edition),
    )


def find_intentions(
    actor: Actor, workspace: str, references: Collection[str]
) -> Mapping[str, Bead]:
    """Intentions by reference."""
    if not permissions.can_read(actor, workspace):
        return {}
    rows = Intention.objects.filter(workspace__slug=workspace, reference__in=references)
    return {each.reference: _intention_bead(each) for each in rows.select_related("workspace")}


def offer_intentions(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Intentions with these words, the latest written first."""
    if not permissions.can_read(actor, workspace):
        return []
    rows = Intention.objects.filter(workspace__slug=workspace, title__icontains=text)
    latest = rows.select_related("workspace").order_by("-written_at", "-pk")
    return [_intention_bead(each) for each in latest[:MOST_OFFERED]]


def _intention_bead(row: Intention) -> Bead:
    return Bead(
        kind=INTENTION,
        reference=row.reference,
        title=row.title,
        address=intention_address(row),
        state=row.stands.words,
        on=timezone.localdate(row.moved_at or row.written_at),
        stands=row.stands is not Status.DROPPED,
    )


def register_kinds() -> None:
    """Make gaps and intentions known to the thread."""
    register(Kind(GAP, "gap", "gaps", find_gaps, offer_gaps))
    register(
        Kind(
            INTENTION,
            "commissioning intention",
            "commissioning intentions",
            find_intentions,
            offer_intentions,
            answers_settled=True,
        )
    )
