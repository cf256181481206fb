"""Awards as the public would be told of them now, and the money they come from."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from headwater.core import words
from headwater.core.money import NOTHING
from headwater.rulebook import evidence_toolkit
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.delivering.queries import released
from headwater.web.grants.money.models import AccountKind, Pot, Source
from headwater.web.grants.money.queries.balances import balances, of_awards
from headwater.web.grants.publishing.models import Imprint, Particulars
from headwater.web.grants.publishing.rules import permissions
from headwater.web.grants.publishing.rules.giving import Publisher
from headwater.web.grants.publishing.rules.record import (
    Counted,
    Days,
    LeftOut,
    Place,
    Recipient,
    Record,
)
from headwater.web.grants.publishing.rules.totals import PotMoney
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import owner_name_on

HIDDEN = "Fewer than 5, or not known"
NOT_SAID = "Not one of the toolkit"


def awards_for(actor: Actor, workspace: str) -> QuerySet[Award]:
    """Every award of a workspace whose publication the actor reads, the latest first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return every_award(workspace)


def every_award(workspace: str) -> QuerySet[Award]:
    """Every award of a workspace, with all that a record is made of."""
    return (
        Award.objects.filter(application__round__workspace__slug=workspace)
        .select_related("application__round__fund", "pot", "particulars")
        .prefetch_related("names_left_out")
        .order_by("-awarded_on", "-pk")
    )


def award_for(actor: Actor, workspace: str, reference: str) -> Award:
    """One award. Raises `NotYours` for any other, there or not."""
    found = awards_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def records_of(awards: Iterable[Award]) -> list[Record]:
    """Awards as records."""
    held = list(awards)
    names = approach_names()
    paid = of_awards(AccountKind.PAID, [each.reference for each in held])
    return [_record(each, names, paid.get(each.reference, NOTHING)) for each in held]


def told_in_full(awards: Iterable[Award]) -> list[Record]:
    """Awards as records, with whom each reached and what changed, as far as that may be said.

    Asks a few questions for each award, so it is for making files and not for lists.
    """
    held = list(awards)
    return [
        replace(record, people=_people(award), outcomes=_outcomes(award))
        for record, award in zip(records_of(held), held, strict=True)
    ]


def _people(award: Award) -> tuple[Counted, ...]:
    """Young people that accepted returns tell of; nothing before there is one."""
    found = released.reach(award)
    if found.until is None:
        return ()
    label = f"Young people who took part until {words.day(found.until)}"
    return (_counted(label, found.people),)


def _outcomes(award: Award) -> tuple[Counted, ...]:
    """What was to be achieved and what was, for targets that accepted returns tell of."""
    if not released.accepted_returns(award):
        return ()
    return tuple(
        _counted(f"{each.words} (planned {each.planned:,})", each.achieved)
        for each in released.outcomes(award)
    )


def _counted(label: str, number: int | None) -> Counted:
    return Counted(label, HIDDEN if number is None else f"{number:,}", number)


def approach_names() -> Mapping[str, str]:
    """What the evidence toolkit calls its approaches."""
    return {each.id: each.name for each in evidence_toolkit()}


def _record(award: Award, names: Mapping[str, str], paid: Decimal) -> Record:
    application = award.application
    added = _particulars(award)
    return Record(
        reference=award.reference,
        title=award.title,
        description=award.description,
        recipient=Recipient(
            name=application.organisation,
            kind=application.get_organisation_kind_display(),
            charity_number=application.charity_number,
            company_number=application.company_number,
            identifier=added.recipient_id if added else "",
            reference=application.reference,
        ),
        places=_places(award, added),
        amount=award.amount,
        first_amount=award.first_amount,
        asked=application.amount,
        paid=paid,
        days=Days(award.awarded_on, award.starts_on, award.ends_on),
        state=award.state,
        state_words=AwardState(award.state).label,
        reasons=award.reasons,
        conditions=award.conditions,
        fund=application.round.fund.name,
        fund_reference=application.round.fund.reference,
        round=application.round.title,
        round_address=application.round.slug,
        source=Source(award.pot.source).label,
        pot=award.pot.reference,
        is_proceeds=award.pot.source == Source.PROCEEDS,
        approach=application.approach,
        approach_name=names.get(application.approach, NOT_SAID),
        level=application.level,
        ages=(application.minimum_age, application.maximum_age),
        changed_at=max(award.written_at, added.written_at) if added else award.written_at,
        left_out=tuple(LeftOut(each.words, each.reason) for each in award.names_left_out.all()),
    )


def _particulars(award: Award) -> Particulars | None:
    try:
        return award.particulars
    except Particulars.DoesNotExist:
        return None


def _places(award: Award, added: Particulars | None) -> tuple[Place, ...]:
    """Where people benefit: what staff added, else what the application says."""
    if added and added.places:
        return tuple(Place(each["code"], each["name"]) for each in added.places)
    names = {each["code"]: each["name"] for each in award.application.round.places}
    return tuple(Place(code, names.get(code, code)) for code in award.application.area_codes)


def pots_of(workspace: str) -> list[PotMoney]:
    """What is known of every pot of a workspace, the latest year first."""
    pots = Pot.objects.filter(fund__workspace__slug=workspace).select_related("fund")
    held = list(pots.order_by("-year", "fund__name", "name"))
    held_by = balances([each.pk for each in held])
    return [_pot(each, held_by[each.pk]) for each in held]


def _pot(pot: Pot, held: Mapping[AccountKind, Decimal]) -> PotMoney:
    return PotMoney(
        reference=pot.reference,
        name=pot.name,
        year=f"{pot.year}-{(pot.year + 1) % 100:02}",
        source=Source(pot.source).label,
        is_proceeds=pot.source == Source.PROCEEDS,
        received=NOTHING - held[AccountKind.GIVER],
        expected=NOTHING - held[AccountKind.EXPECTED],
        awarded=held[AccountKind.PROMISED] + held[AccountKind.PAID],
        paid=held[AccountKind.PAID],
        direct=held[AccountKind.LABOUR] + held[AccountKind.NON_LABOUR],
        available=held[AccountKind.FREE],
    )


def imprint_of(workspace: Workspace) -> Imprint | None:
    """Under which identifiers a workspace publishes, where somebody said so."""
    return Imprint.objects.filter(workspace=workspace).first()


def publisher_of(workspace: Workspace, *, at: datetime) -> Publisher:
    """Who publishes the grants of a workspace."""
    imprint = imprint_of(workspace)
    return Publisher(
        name=owner_name_on(workspace.slug, at.date()) or workspace.name,
        prefix=imprint.prefix if imprint else usual_prefix(workspace),
        identifier=imprint.funder_id if imprint else "",
    )


def usual_prefix(workspace: Workspace) -> str:
    """A publisher's prefix where none was written: the workspace's short name."""
    return f"360G-{workspace.slug.replace('-', '')[:40]}"


def project_address() -> str:
    """Where a project's public page is, with `{}` in place of its reference."""
    return f"{settings.HEADWATER.address}{reverse('publishing:projects')}{{}}/"


def particulars_of(award: Award) -> Particulars | None:
    """What staff added to an award, as it is now."""
    return Particulars.objects.filter(award=award).first()


def particulars_words(award: Award) -> str:
    """What somebody else added to an award meanwhile, in words."""
    found = particulars_of(award)
    if found is None:
        return ""
    places = ", ".join(each["name"] for each in found.places) or "no place chosen"
    return f"{found.recipient_id or 'no identifier'}; {places}"


def places_to_choose(award: Award) -> dict[str, str]:
    """Areas where people of an award may benefit, by code: those of its round, and what it says."""
    found = {each["code"]: each["name"] for each in award.application.round.places}
    added = particulars_of(award)
    more = {each["code"]: each["name"] for each in added.places} if added else {}
    said = {code: found.get(code, code) for code in award.application.area_codes}
    return {**said, **found, **more}
