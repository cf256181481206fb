"""Organisations somebody may mean when they say for whom they apply."""

from dataclasses import dataclass

from headwater.web.grants.applying.models import Application
from headwater.web.grants.applying.queries.applications import applications_of
from headwater.web.grants.applying.rules import organisation as rules
from headwater.web.grants.applying.submitters import Submitter
from headwater.web.partners.models import Organisation

SHORTEST, MOST = 3, 10


@dataclass(frozen=True, slots=True)
class Found:
    """An organisation that may be meant."""

    key: str
    """Which of those shown it is."""
    name: str
    where: str
    """Where it is known from."""
    answers: dict[str, str]


def found_for(who: Submitter, application: Application, text: str) -> list[Found]:
    """Organisations with these words in their name: those somebody applied for before, and
    partners. Nothing for fewer than three characters, so that nobody walks through the list.
    """
    words = " ".join(text.split())
    if len(words) < SHORTEST:
        return []
    return [*_earlier(who, application, words), *_partners(application, words)][:MOST]


def chosen(who: Submitter, application: Application, text: str, key: str) -> Found | None:
    """The one that was picked; None where it is not among those that were found."""
    there = found_for(who, application, text)
    return next((each for each in there if each.key == key), None)


def _earlier(who: Submitter, application: Application, words: str) -> list[Found]:
    rows = applications_of(who).exclude(pk=application.pk).filter(organisation__icontains=words)
    by_name: dict[str, Found] = {}
    for each in rows.order_by("-edited_at")[: MOST * 3]:
        by_name.setdefault(
            each.organisation_key,
            Found(each.reference, each.organisation, "You applied for it before", _said(each)),
        )
    return list(by_name.values())[:MOST]


def _said(application: Application) -> dict[str, str]:
    said = {
        rules.NAME: application.organisation,
        rules.KIND: rules.KINDS.get(application.organisation_kind, ""),
        rules.CHARITY: application.charity_number,
        rules.COMPANY: application.company_number,
    }
    return {key: each for key, each in said.items() if each}


def _partners(application: Application, words: str) -> list[Found]:
    rows = Organisation.objects.filter(
        workspace=application.round.workspace_id, ends_on=None, name__icontains=words
    )
    return [
        Found(each.reference, each.name, "A partner", {rules.NAME: each.name})
        for each in rows.order_by("name")[:MOST]
    ]
