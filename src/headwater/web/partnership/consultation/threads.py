"""What of consultation is on the thread: authorities, rounds, and what one of them said in a round.

The last is called `C-…:U-…`.
"""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Prefetch

from headwater.web.accounts.actor import Actor
from headwater.web.partnership.consultation.links import (
    consultee_address,
    entry_address,
    round_address,
)
from headwater.web.partnership.consultation.models import Asked, Consultee, Round
from headwater.web.partnership.consultation.queries import CONSULTATION, CONSULTEE
from headwater.web.partnership.consultation.rules import permissions
from headwater.web.thread.kinds import Bead, Kind, register

MOST = 20


def find_consultees(
    actor: Actor, workspace: str, references: Collection[str]
) -> Mapping[str, Bead]:
    """Authorities by reference."""
    if not permissions.can_read(actor, workspace):
        return {}
    rows = Consultee.objects.filter(workspace__slug=workspace, reference__in=references)
    return {each.reference: _consultee(each) for each in rows.select_related("workspace")}


def offer_consultees(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Authorities of the area with these words in their names."""
    if not permissions.can_read(actor, workspace):
        return []
    rows = Consultee.objects.filter(workspace__slug=workspace, name__icontains=text, ends_on=None)
    return [_consultee(each) for each in rows.select_related("workspace")[:MOST]]


def find_rounds(actor: Actor, workspace: str, references: Collection[str]) -> Mapping[str, Bead]:
    """Rounds, and what one authority was asked and said in a round."""
    if not permissions.can_read(actor, workspace):
        return {}
    parts = {each: each.split(":") for each in references}
    named = {words[1] for words in parts.values() if len(words) == 2}
    asked = Asked.objects.filter(consultee__reference__in=named).select_related("consultee")
    rows = (
        Round.objects.filter(
            workspace__slug=workspace, reference__in={words[0] for words in parts.values()}
        )
        .select_related("workspace")
        .prefetch_related(Prefetch("asked", asked, to_attr="named"))
    )
    rounds = {each.reference: each for each in rows}
    found = {each: _bead(each, words, rounds) for each, words in parts.items()}
    return {each: bead for each, bead in found.items() if bead is not None}


def offer_rounds(actor: Actor, workspace: str, text: str) -> Sequence[Bead]:
    """Rounds with these words in their titles, the latest first."""
    if not permissions.can_read(actor, workspace):
        return []
    rows = Round.objects.filter(workspace__slug=workspace, title__icontains=text)
    return [_round(each) for each in rows.select_related("workspace")[:MOST]]


def _bead(reference: str, parts: Sequence[str], rounds: Mapping[str, Round]) -> Bead | None:
    found = rounds.get(parts[0])
    if found is None or len(parts) > 2:
        return None
    if len(parts) == 1:
        return _round(found)
    named: list[Asked] = getattr(found, "named", [])
    asked = next((each for each in named if each.consultee.reference == parts[1]), None)
    if asked is None:
        return None
    return Bead(
        CONSULTATION,
        reference,
        f"{asked.consultee.name}: {found.title}",
        entry_address(found, asked.consultee),
        asked.state.words,
        asked.replied_on or asked.no_reply_on or asked.asked_on,
    )


def _consultee(consultee: Consultee) -> Bead:
    return Bead(
        CONSULTEE,
        consultee.reference,
        consultee.name,
        consultee_address(consultee),
        "No longer of the area" if consultee.ends_on else consultee.get_sort_display(),
        consultee.starts_on,
        stands=consultee.ends_on is None,
    )


def _round(found: Round) -> Bead:
    return Bead(
        CONSULTATION,
        found.reference,
        found.title,
        round_address(found),
        "Closed" if found.closed_on else "Open",
        found.closed_on or found.opens_on,
    )


def register_kinds() -> None:
    """Make authorities and consultations known to the thread."""
    register(Kind(CONSULTEE, "consultee", "consultees", find_consultees, offer_consultees))
    register(Kind(CONSULTATION, "consultation", "consultations", find_rounds, offer_rounds))
