"""Writing agreements, having them signed, putting them into force, reviewing and ending them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from headwater.core.errors import NotFoundError
from headwater.rulebook import lawful_gateway
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.sharing.changes import onboarding, work
from headwater.web.sharing.changes.holding import datasets, held, organisations
from headwater.web.sharing.events import Event, Work
from headwater.web.sharing.models import Agreement, Party
from headwater.web.sharing.queries import papers
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.onboarding import Step
from headwater.web.sharing.rules.standing import (
    SharingRefusedError,
    Standing,
    check_days,
    check_move,
)

FEWEST_PARTIES = 2
PLAIN = ("title", "purpose", "detail", "gateway", "document", "starts_on", "review_on", "ends_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an agreement says. Organisations and datasets stand by reference."""

    title: str
    purpose: str
    gateway: str
    parties: tuple[str, ...]
    starts_on: date
    review_on: date
    ends_on: date | None = None
    detail: str = ""
    datasets: tuple[str, ...] = ()
    document: str = ""


@audited
def write(*, workspace: Workspace, terms: Terms, actor: Actor, at: datetime) -> Agreement:
    """Write an agreement down as a draft."""
    parties = _checked(workspace, terms, actor)
    made = Agreement(workspace=workspace, written_by=actor.reference, written_at=at)
    _say(made, terms)
    made.save(force_insert=True)
    _set_parties(made, parties)
    made.datasets.set(datasets(workspace, terms.datasets))
    _record(Event.AGREEMENT_WRITTEN, made, actor=actor, at=at)
    return made


@audited
def change(
    *, agreement: Agreement, terms: Terms, version: int, actor: Actor, at: datetime
) -> Agreement:
    """Say something else in a draft. What parties signed does not change under them.

    Raises `ChangedMeanwhileError` where somebody else saved first.
    """
    now = held(agreement, what="agreement", version=version)
    _check_party(actor, now)
    if now.stands is not Standing.DRAFT:
        raise SharingRefusedError("Take the agreement back to draft before you change it.")
    parties = _checked(now.workspace, terms, actor)
    _say(now, terms)
    now.version += 1
    now.save(update_fields=[*PLAIN, "version"])
    _set_parties(now, parties)
    now.datasets.set(datasets(now.workspace, terms.datasets))
    _record(Event.AGREEMENT_CHANGED, now, actor=actor, at=at)
    return now


@audited
def send_out(*, agreement: Agreement, version: int, actor: Actor, at: datetime) -> Agreement:
    """Give it to its parties to sign. Each is asked on its worklist."""
    now = _moved(agreement, Standing.WITH_PARTIES, version=version, actor=actor, at=at)
    for party in now.parties.select_related("organisation"):
        work.to_sign(now, party.organisation, at=at)
    return now


@audited
def take_back(*, agreement: Agreement, version: int, actor: Actor, at: datetime) -> Agreement:
    """Take it back to draft. Signatures were on what it said, so they are gone."""
    now = _moved(agreement, Standing.DRAFT, version=version, actor=actor, at=at)
    for party in now.parties.select_related("organisation"):
        work.signed(now, party.organisation, at=at)
    now.parties.update(signed_on=None, signatory_role="", recorded_by="")
    work.close(now, Work.PUT_IN_FORCE, at=at)
    return now


@audited
def sign(*, party: Party, role: str, on: date, actor: Actor, at: datetime) -> Party:
    """Record that an organisation signed, and in which role whoever signed did."""
    agreement = held(party.agreement, what="agreement")
    permissions.check_can_write(actor, agreement.workspace.slug, [party.organisation_id])
    if agreement.stands is not Standing.WITH_PARTIES:
        raise SharingRefusedError("Only an agreement that is out to sign can be signed.")
    if not role.strip():
        raise SharingRefusedError("Say in which role they signed, such as Chief executive.")
    party.signed_on, party.signatory_role, party.recorded_by = on, role.strip(), actor.reference
    party.save(update_fields=["signed_on", "signatory_role", "recorded_by"])
    _record(
        Event.AGREEMENT_SIGNED,
        agreement,
        actor=actor,
        at=at,
        organisation=party.organisation.reference,
    )
    work.signed(agreement, party.organisation, at=at)
    if not agreement.parties.filter(signed_on=None).exists():
        work.to_approve(agreement, Work.PUT_IN_FORCE, "Put into force", at=at)
    return party


@audited
def put_in_force(*, agreement: Agreement, version: int, actor: Actor, at: datetime) -> Agreement:
    """Put a signed agreement into force. Datasets that waited for it move on.

    One that carries what tells people apart waits for its assessment of impact.
    """
    permissions.check_can_approve(actor, agreement.workspace.slug)
    now = held(agreement, what="agreement", version=version)
    check_move(now.stands, Standing.IN_FORCE)
    if now.parties.filter(signed_on=None).exists():
        raise SharingRefusedError("Every party must have signed first.")
    today = timezone.localdate(at)
    waits = waits_for(now, day=today)
    if waits:
        raise SharingRefusedError(waits)
    now.standing = Standing.IN_FORCE.value
    now.approved_by, now.approved_at = actor.reference, at
    now.version += 1
    now.save(update_fields=["standing", "approved_by", "approved_at", "version"])
    _record(Event.AGREEMENT_MOVED, now, actor=actor, at=at)
    work.close(now, Work.PUT_IN_FORCE, at=at)
    work.to_review(now, review_on=now.review_on, at=at)
    onboarding.paper_agreed(datasets=now.datasets.all(), done=Step.AGREEMENT, at=at)
    if papers.in_force(papers.assessments_of(None, now), today=today):
        onboarding.paper_agreed(datasets=now.datasets.all(), done=Step.DPIA, at=at)
    return now


def waits_for(agreement: Agreement, *, day: date) -> str:
    """What keeps an agreement from coming into force beside signatures, and who must act."""
    if not carries_people(agreement):
        return ""
    found = papers.assessments_of(None, agreement)
    return papers.missing(found, whose="one of its parties", today=day)


def carries_people(agreement: Agreement) -> bool:
    """Whether it is of what tells people apart, by its gateway. One not known any more is."""
    try:
        return lawful_gateway(agreement.gateway).is_personal
    except NotFoundError:
        return True


@audited
def review(
    *, agreement: Agreement, next_on: date, version: int, actor: Actor, at: datetime
) -> Agreement:
    """It was looked at again and stays as it is until the next time."""
    now = held(agreement, what="agreement", version=version)
    _check_party(actor, now)
    if now.stands is not Standing.IN_FORCE:
        raise SharingRefusedError("Only an agreement in force is reviewed.")
    if next_on <= now.review_on:
        raise SharingRefusedError("The next review must be after this one.")
    now.review_on = next_on
    now.version += 1
    now.save(update_fields=["review_on", "version"])
    _record(Event.AGREEMENT_REVIEWED, now, actor=actor, at=at)
    work.to_review(now, review_on=next_on, at=at)
    return now


@audited
def end(*, agreement: Agreement, version: int, actor: Actor, at: datetime) -> Agreement:
    """Nothing is shared under it any more."""
    now = _moved(agreement, Standing.ENDED, version=version, actor=actor, at=at)
    for party in now.parties.select_related("organisation"):
        work.signed(now, party.organisation, at=at)
    for kind in (Work.PUT_IN_FORCE, Work.REVIEW):
        work.close(now, kind, at=at)
    return now


def _moved(
    agreement: Agreement, after: Standing, *, version: int, actor: Actor, at: datetime
) -> Agreement:
    now = held(agreement, what="agreement", version=version)
    _check_party(actor, now)
    check_move(now.stands, after)
    now.standing = after.value
    now.version += 1
    now.save(update_fields=["standing", "version"])
    _record(Event.AGREEMENT_MOVED, now, actor=actor, at=at)
    return now


def _checked(workspace: Workspace, terms: Terms, actor: Actor) -> list[Organisation]:
    """The parties of terms that can be written by the actor."""
    parties = organisations(workspace, terms.parties)
    permissions.check_can_write(actor, workspace.slug, [each.pk for each in parties])
    if not terms.title.strip():
        raise SharingRefusedError("Say what the agreement is called.")
    if len(parties) < FEWEST_PARTIES:
        raise SharingRefusedError("Choose two parties or more.")
    check_days(terms.starts_on, terms.review_on, terms.ends_on)
    try:
        gateway = lawful_gateway(terms.gateway)
    except NotFoundError as error:
        raise SharingRefusedError("Choose a gateway of the rulebook.") from error
    if not gateway.holds_on(terms.starts_on):
        raise SharingRefusedError(
            f"{gateway.title} is not in force on {terms.starts_on:%-d %B %Y}, the first day."
        )
    return parties


def _check_party(actor: Actor, agreement: Agreement) -> None:
    parties = list(agreement.parties.values_list("organisation", flat=True))
    permissions.check_can_write(actor, agreement.workspace.slug, parties)


def _say(agreement: Agreement, terms: Terms) -> None:
    for name in PLAIN:
        value = getattr(terms, name)
        setattr(agreement, name, value.strip() if isinstance(value, str) else value)


def _set_parties(agreement: Agreement, parties: list[Organisation]) -> None:
    agreement.parties.exclude(organisation__in=parties).delete()
    there = set(agreement.parties.values_list("organisation", flat=True))
    Party.objects.bulk_create(
        Party(agreement=agreement, organisation=each) for each in parties if each.pk not in there
    )


def _record(
    event: Event, agreement: Agreement, *, actor: Actor, at: datetime, **facts: str
) -> None:
    record(
        event,
        about=agreement,
        by=actor,
        at=at,
        workspace=agreement.workspace.slug,
        standing=agreement.standing,
        gateway=agreement.gateway,
        review_on=agreement.review_on.isoformat(),
        **facts,
    )
