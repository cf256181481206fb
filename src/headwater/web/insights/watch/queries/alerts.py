"""Reading alerts: the inbox, and one alert with what was seen and said of it."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Case, Count, F, Min, Q, QuerySet, Value, When

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.editions.models import Edition, Kind
from headwater.web.editions.rules.workflow import READABLE
from headwater.web.insights.watch.models import Alert, Note, Rule, Sighting
from headwater.web.insights.watch.rules import permissions
from headwater.web.insights.watch.rules.answering import Status
from headwater.web.insights.watch.rules.permissions import ANSWERERS
from headwater.web.partners.models import Membership, Organisation, Workspace
from headwater.web.partners.queries import in_force
from headwater.web.partners.rules.duty import StatutoryRole

CURRENT = Q(sightings__is_current=True)
MAY_KNOW = (
    StatutoryRole.POLICE,
    StatutoryRole.HEALTH,
    StatutoryRole.EDUCATION,
    StatutoryRole.YOUTH_OFFENDING_TEAM,
    StatutoryRole.LOCAL_AUTHORITY,
)
"""Partners with people in neighbourhoods, schools, hospitals and youth work."""


def alerts_for(actor: Actor, workspace: str) -> QuerySet[Alert]:
    """Alerts of a workspace whose early warning the actor reads, the most urgent first.

    New ones come first, then those being looked into; within those the latest week; within that
    the one that surprises its own rule most.
    """
    order = [When(status=each, then=Value(at)) for at, each in enumerate(Status)]
    return (
        _readable(actor, workspace)
        .select_related("workspace", "rule")
        .annotate(
            standing=Case(*order),
            surprise=Min("sightings__p_value", filter=CURRENT) / F("rule__alpha"),
        )
        .order_by("standing", "-last_week", F("surprise").asc(nulls_last=True), "pk")
    )


def _readable(actor: Actor, workspace: str) -> QuerySet[Alert]:
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return Alert.objects.filter(workspace__slug=workspace).order_by()


def alert_for(actor: Actor, workspace: str, reference: str) -> Alert:
    """One alert of a workspace. Raises `NotYours` for any other, there or not."""
    found = alerts_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def chosen(
    found: QuerySet[Alert], *, status: str = "", rule: str = "", verdict: str = "", area: str = ""
) -> QuerySet[Alert]:
    """Alerts of a status, a rule, a verdict, and of areas whose name or code holds some words."""
    wanted = {"status": status, "rule__reference": rule, "verdict": verdict}
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    return found.filter(pk__in=_in_areas(found, area)) if area else found


def _in_areas(found: QuerySet[Alert], words: str) -> set[int]:
    # Databases spell letters beyond ASCII in JSON each in their own way, so this looks itself.
    seen = Sighting.objects.filter(alert__in=found.order_by().values("pk"))
    sought = words.strip().casefold()
    return {
        alert
        for alert, areas in seen.values_list("alert", "areas")
        if any(sought in f"{area['name']} {area['code']}".casefold() for area in areas)
    }


def counts(actor: Actor, workspace: str) -> dict[Status, int]:
    """How many alerts stand where. One query."""
    rows = _readable(actor, workspace).values("status").annotate(many=Count("pk"))
    found = {row["status"]: row["many"] for row in rows}
    return {each: found.get(each.value, 0) for each in Status}


def seen_last(alerts: list[Alert]) -> dict[int, list[Sighting]]:
    """By the key of each alert, what the run that counts saw of it in its last week.

    What no run finds any more is given as it was seen last. One query.
    """
    rows = Sighting.objects.filter(alert__in=alerts).order_by("-is_current", "-week", "-edition")
    found: dict[int, list[Sighting]] = {each.pk: [] for each in alerts}
    for row in rows:
        held = found[row.alert_id]
        first = held[0] if held else row
        if (row.is_current, row.week, row.edition_id) == (
            first.is_current,
            first.week,
            first.edition_id,
        ):
            held.append(row)
    return {
        alert: sorted(held, key=lambda each: (len(each.row), each.row))
        for alert, held in found.items()
    }


def every_sighting(alert: Alert) -> QuerySet[Sighting]:
    """What each run saw of an alert, the latest week first."""
    return alert.sightings.select_related("edition__workspace").order_by(
        "-week", "-is_current", "-edition", "pk"
    )


def notes_of(alert: Alert) -> QuerySet[Note]:
    """What people said of an alert, the earliest first."""
    return alert.notes.all()


def last_verdict(alert: Alert) -> Note | None:
    """The note that says how an alert was judged last."""
    return alert.notes.exclude(verdict="").last()


def rules_with_alerts(actor: Actor, workspace: str) -> QuerySet[Rule]:
    """Rules that have raised something, by title."""
    raised = _readable(actor, workspace).values("rule")
    return Rule.objects.filter(pk__in=raised).order_by("title", "pk")


def record_of(rule: Rule) -> Mapping[str, int]:
    """How many alerts of a rule were judged which way; the empty verdict for those not judged."""
    rows = Alert.objects.filter(rule=rule).order_by().values("verdict").annotate(many=Count("pk"))
    return {row["verdict"]: row["many"] for row in rows}


def latest_week(workspace: Workspace) -> Edition | None:
    """The latest week of early warning that was made and not put away."""
    made = Edition.objects.filter(workspace=workspace, kind=Kind.EARLY_WARNING, status__in=READABLE)
    return made.select_related("workspace").order_by("-week", "-made_at").first()


def partners_who_may_know(workspace: Workspace, *, today: date) -> QuerySet[Organisation]:
    """The organisations of today whose people see what counts cannot, by name."""
    return Organisation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        workspace=workspace,
        starts_on__lte=today,
        statutory_role__in=MAY_KNOW,
    ).order_by("name")


def answerers(workspace: Workspace, *, today: date) -> QuerySet[User]:
    """Everybody who answers alerts of a workspace today."""
    seats = Membership.objects.filter(
        in_force(today), organisation__workspace=workspace, role__in=ANSWERERS
    )
    return User.objects.filter(is_active=True, pk__in=seats.values("user"))
