"""Reading what others published."""

from django.db.models import Q, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.evidence.models import Publication
from headwater.web.evidence.queries.evidence import check_reads

PUBLICATION = "publication"
"""What it is on the thread."""


def publications_for(actor: Actor, workspace: str) -> QuerySet[Publication]:
    """Every document that was noted, the latest published first; those taken off too."""
    check_reads(actor, workspace)
    return Publication.objects.filter(workspace__slug=workspace).select_related("workspace")


def publication_for(actor: Actor, workspace: str, reference: str) -> Publication:
    """One document. Raises `NotYours` for any other, there or not."""
    found = publications_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def chosen(
    rows: QuerySet[Publication],
    *,
    words: str = "",
    kind: str = "",
    area: str = "",
    approach: str = "",
    removed: str = "",
) -> QuerySet[Publication]:
    """Documents that meet everything asked for; what is empty asks for nothing."""
    found = rows.filter(removed_at__isnull=removed != "yes")
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word) | Q(publisher__icontains=word) | Q(takes__icontains=word)
        )
    if kind:
        found = found.filter(kind=kind)
    if area:
        found = found.filter(area_code=area)
    if approach:
        # Lists are kept as JSON, and not every database looks into them.
        wanted = [each.pk for each in found if approach in each.approaches]
        found = found.filter(pk__in=wanted)
    return found


def areas_noted(actor: Actor, workspace: str) -> list[tuple[str, str]]:
    """Codes and names of authorities that documents are about."""
    rows = publications_for(actor, workspace).exclude(area_code="").order_by("area_name")
    return list(dict(rows.values_list("area_code", "area_name")).items())
