"""Returns, information requests and concerns: each person those that are theirs to see."""

from django.db.models import Count, Prefetch, Q, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.partnership.duty.models import Concern, Reply, Request, Return
from headwater.web.partnership.duty.rules import permissions
from headwater.web.partnership.duty.rules.monitoring import ReplyStatus

SENT = Count("replies", filter=Q(replies__status=ReplyStatus.SENT))


def _theirs(actor: Actor, workspace: str, *, through: str) -> Q:
    """Rows of the workspace; for whoever does not see all, those of their organisations."""
    if not permissions.can_correspond(actor, workspace):
        return Q(pk__in=())
    here = Q(workspace__slug=workspace)
    if permissions.sees_all(actor, workspace):
        return here
    return here & Q(**{f"{through}__in": permissions.speaks_for(actor, workspace)})


def returns(actor: Actor, workspace: str) -> QuerySet[Return]:
    """Returns the actor may read, the latest due first, each with how many `sent` of `asked`."""
    allowed = _theirs(actor, workspace, through="replies__organisation")
    mine = Return.objects.filter(allowed).values("pk")
    return (
        Return.objects.filter(pk__in=mine)
        .select_related("workspace")
        .annotate(asked=Count("replies"), sent=SENT)
        .order_by("-due_on", "-pk")
    )


def return_for(actor: Actor, workspace: str, reference: str) -> Return:
    """One return. Raises `NotYours` for any other, there or not."""
    found = returns(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def replies(actor: Actor, held: Return) -> QuerySet[Reply]:
    """Replies to a return that the actor may read, by organisation."""
    found = Reply.objects.filter(of=held).select_related("of__workspace", "organisation")
    slug = held.workspace.slug
    if permissions.sees_all(actor, slug):
        return found
    return found.filter(organisation__in=permissions.speaks_for(actor, slug))


def reply_for(actor: Actor, workspace: str, reference: str) -> Reply:
    """One reply. Raises `NotYours` for any other, there or not."""
    found = (
        Reply.objects.filter(of__in=returns(actor, workspace).values("pk"), reference=reference)
        .select_related("of__workspace", "organisation")
        .first()
    )
    if found is None or not _sees(actor, workspace, found.organisation_id):
        raise NotYours
    return found


def _sees(actor: Actor, workspace: str, organisation: int) -> bool:
    if permissions.sees_all(actor, workspace):
        return True
    return organisation in permissions.speaks_for(actor, workspace)


def requests(actor: Actor, workspace: str) -> QuerySet[Request]:
    """Information requests the actor may read, the latest first."""
    allowed = _theirs(actor, workspace, through="organisation")
    return Request.objects.filter(allowed).select_related("workspace", "organisation")


def request_for(actor: Actor, workspace: str, reference: str) -> Request:
    """One information request. Raises `NotYours` for any other, there or not."""
    found = requests(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def concerns(actor: Actor, workspace: str) -> QuerySet[Concern]:
    """Concerns the actor may read, with their steps, those that go on first."""
    allowed = _theirs(actor, workspace, through="organisation")
    return (
        Concern.objects.filter(allowed)
        .select_related("workspace", "organisation")
        .prefetch_related(Prefetch("steps"))
        .order_by("outcome", "-pk")
    )


def concern_for(actor: Actor, workspace: str, reference: str) -> Concern:
    """One concern. Raises `NotYours` for any other, there or not."""
    found = concerns(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found
