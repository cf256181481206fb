"""Tasks of the Duty: every obligation of a day with every organisation that owes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from headwater.core.errors import NotFoundError
from headwater.rulebook import obligation as rulebook_obligation
from headwater.rulebook import obligations, obligations_on
from headwater.rulebook.duty import Obligation
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.queries import workspace_for
from headwater.web.partners.rules.duty import StatutoryRole
from headwater.web.partnership.duty.models import Answer, Review
from headwater.web.partnership.duty.queries.evidence import ages, ties
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.ageing import Age
from headwater.web.partnership.duty.rules.answering import Stands, Status, stands
from headwater.web.partnership.duty.rules.monitoring import SUBJECT
from headwater.web.partnership.duty.rules.owing import owes, reference_of

KIND = "obligation"


@dataclass(frozen=True, slots=True)
class Task:
    """One obligation with one organisation that owes it, and how that stands on a day."""

    obligation: Obligation
    organisation: Organisation
    answer: Answer | None
    evidence: tuple[Age, ...]

    @property
    def reference(self) -> str:
        """What it is called on the thread."""
        return reference_of(self.obligation.id, self.organisation.reference)

    @property
    def stands(self) -> Stands:
        """The answer seen beside its evidence."""
        said = self.answer.says if self.answer else Status.NOT_ASSESSED
        return stands(said, self.evidence)

    @property
    def is_answered(self) -> bool:
        """Whether somebody said how it is met."""
        return self.stands is not Stands.NOT_ASSESSED

    def is_overdue(self, today: date) -> bool:
        """Whether its review is late."""
        return self.answer is not None and self.answer.next_review_on < today


def there(day: date) -> Q:
    """Organisations that take part on a day."""
    return Q(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


def organisations_on(workspace: str, day: date) -> QuerySet[Organisation]:
    """Organisations that take part on a day, by name."""
    return (
        Organisation.objects.filter(there(day), workspace__slug=workspace)
        .select_related("workspace")
        .order_by("name", "pk")
    )


def tasks_for(actor: Actor, workspace: str, *, day: date) -> list[Task]:
    """Every task of a day in the order of the law, each law's organisations by name.

    Raises `NotYours` for whoever does not read tasks there.
    """
    if not permissions.can_read(actor, workspace):
        raise NotYours
    partners = list(organisations_on(workspace, day))
    held = answers_of(workspace)
    asked = obligations_on(day)
    months = {
        reference_of(each.id, partner.reference): each.evidence_months
        for each in asked
        for partner in partners
    }
    shown = ages(workspace, ties(workspace, KIND), months, today=day)
    return [
        _task(each, partner, held, shown)
        for each in asked
        for partner in partners
        if owes(each, StatutoryRole(partner.statutory_role))
    ]


def answers_of(workspace: str) -> dict[tuple[str, int], Answer]:
    """Every answer of a workspace, by obligation and organisation."""
    found = Answer.objects.filter(workspace__slug=workspace)
    return {(each.obligation, each.organisation_id): each for each in found}


def _task(
    obligation: Obligation,
    organisation: Organisation,
    held: Mapping[tuple[str, int], Answer],
    shown: Mapping[str, Sequence[Age]],
) -> Task:
    reference = reference_of(obligation.id, organisation.reference)
    return Task(
        obligation,
        organisation,
        held.get((obligation.id, organisation.pk)),
        tuple(shown.get(reference, ())),
    )


def task_for(
    actor: Actor, workspace: str, obligation: str, organisation: str, *, day: date
) -> Task:
    """One task of a day. Raises `NotYours` where the law does not ask it of them on it."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    asked = known(obligation)
    partner = organisations_on(workspace, day).filter(reference=organisation).first()
    if asked is None or partner is None or not asked.holds_on(day):
        raise NotYours
    if not owes(asked, StatutoryRole(partner.statutory_role)):
        raise NotYours
    reference = reference_of(asked.id, partner.reference)
    found = ties(workspace, KIND, [reference])
    shown = ages(workspace, found, {reference: asked.evidence_months}, today=day)
    answer = Answer.objects.filter(organisation=partner, obligation=asked.id).first()
    return Task(asked, partner, answer, tuple(shown.get(reference, ())))


def known(obligation: str) -> Obligation | None:
    """An obligation of the rulebook, whenever it holds; none of an unknown name."""
    try:
        return rulebook_obligation(obligation)
    except NotFoundError:
        return None


def to_come(day: date) -> list[Obligation]:
    """What the law will ask from a later day, the earliest first."""
    found = [each for each in obligations() if each.starts_on > day]
    return sorted(found, key=lambda each: each.starts_on)


def reviews_of(answer: Answer | None) -> list[Review]:
    """What was answered before, the latest first."""
    return list(answer.reviews.all()) if answer else []


def names_of(references: set[str]) -> dict[str, str]:
    """What people are called, by their references."""
    found = User.objects.filter(reference__in=references)
    return dict(found.values_list("reference", "name"))


def subjects_on(workspace: Workspace, day: date) -> list[Organisation]:
    """Authorities that may be asked under the Duty on a day, by name."""
    found = organisations_on(workspace.slug, day)
    return list(found.filter(statutory_role__in=[role.value for role in SUBJECT]))


def partnership_for(actor: Actor, workspace: str) -> Workspace:
    """A workspace whose tasks the actor reads. Raises `NotYours` for any other."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return workspace_for(actor, workspace)
