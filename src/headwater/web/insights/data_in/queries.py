"""Reading uploads, expected files and supplies: each person what is theirs to see."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from headwater.core.periods import Month
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import LEADS
from headwater.web.editions.models import Edition, Working
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.insights.data_in.models import (
    ColumnMapping,
    ExpectedFile,
    SourceReport,
    Supply,
    Upload,
    UploadFault,
)
from headwater.web.insights.data_in.rules import expecting, permissions
from headwater.web.insights.data_in.rules.expecting import LENGTH, Every, Span, Standing
from headwater.web.insights.data_in.rules.workflow import OPEN, WAITING, Status
from headwater.web.insights.data_in.supplies import is_monthly, sources
from headwater.web.partners.models import Organisation, Workspace

LONGEST_SPAN = max(LENGTH.values())
"""Months before its last for which a file may be."""

# --- uploads ------------------------------------------------------------------------------------


def uploads_for(actor: Actor, workspace: Workspace) -> QuerySet[Upload]:
    """Uploads somebody may see: their organisations', or all for leads and auditors."""
    found = Upload.objects.filter(workspace=workspace).select_related("organisation", "workspace")
    if permissions.sees_every_upload(actor, workspace.slug):
        return found
    return found.filter(organisation_id__in=permissions.supplies_for(actor, workspace.slug))


def upload_for(actor: Actor, workspace: Workspace, reference: str) -> Upload:
    """One upload by its reference. Raises `NotYours` where it is not theirs to see."""
    found = uploads_for(actor, workspace).filter(reference=reference)
    upload = found.select_related("document").first()
    if upload is None:
        raise NotYours
    return upload


def organisations_to_supply(
    actor: Actor, workspace: Workspace, *, today: date
) -> QuerySet[Organisation]:
    """The organisations somebody may hand in files for: theirs; for leads, all."""
    found = (
        Organisation.objects.filter(workspace=workspace, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .order_by("name")
    )
    if actor.has_role(workspace.slug, LEADS):
        return found
    return found.filter(pk__in=permissions.supplies_for(actor, workspace.slug))


def mapping_of(organisation: Organisation, source: str) -> ColumnMapping | None:
    """What an organisation's columns are, where somebody answered before."""
    return ColumnMapping.objects.filter(organisation=organisation, source=source).first()


def faults_of(upload: Upload) -> QuerySet[UploadFault]:
    """Everything that was wrong with an upload, as listed: the first thousand."""
    return UploadFault.objects.filter(upload=upload)


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """Faults of one kind: how many are listed and where the first ones are."""

    column: str
    problem: str
    remedy: str
    count: int
    first_rows: tuple[int, ...]


def fault_groups(upload: Upload, *, rows: int = 5) -> tuple[FaultGroup, ...]:
    """The listed faults by column and problem, the most frequent first."""
    counts: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], list[int]] = {}
    for fault in faults_of(upload):
        key = (fault.column, fault.problem, fault.remedy)
        counts[key] += 1
        places = first.setdefault(key, [])
        if len(places) < rows and fault.row:
            places.append(fault.row)
    return tuple(
        FaultGroup(*key, count=count, first_rows=tuple(first[key]))
        for key, count in counts.most_common()
    )


def names_of(references: Iterable[str]) -> Mapping[str, str]:
    """People's names by their references; headwater itself by its own."""
    wanted = {reference for reference in references if reference}
    found = dict(User.objects.filter(reference__in=wanted).values_list("reference", "name"))
    return {reference: found.get(reference, reference) for reference in wanted}


def supply_of(upload: Upload) -> Supply | None:
    """What the worker measured of an upload's load."""
    return Supply.objects.filter(source=upload.source, load_id=upload.load_id).first()


def loaded_elsewhere(upload: Upload) -> Upload | None:
    """The upload of the same organisation by which the lake came to hold this very file."""
    return (
        Upload.objects.filter(
            organisation=upload.organisation, load_id=upload.replaces, status=Status.LOADED
        )
        .exclude(load_id="")
        .first()
    )


# --- what the worker should look at ---------------------------------------------------------------


def is_from_elsewhere(upload: Upload, load_id: str) -> bool:
    """Whether a load came from elsewhere than the uploads of an upload's organisation."""
    return (
        bool(load_id)
        and not Upload.objects.filter(organisation=upload.organisation, load_id=load_id).exists()
    )


def unfinished(*, before: datetime) -> Sequence[tuple[str, Status]]:
    """Uploads that the worker should have finished: it was killed, or had to wait."""
    waiting = [status.value for status in WAITING]
    found = Upload.objects.filter(status__in=waiting, moved_at__lt=before)
    return [
        (reference, Status(status))
        for reference, status in found.values_list("reference", "status")
    ]


def left_behind(*, before: datetime) -> Sequence[Upload]:
    """Uploads nobody went on with."""
    return list(
        Upload.objects.filter(
            status__in=[status.value for status in OPEN], moved_at__lt=before
        ).select_related("workspace")
    )


# --- what stands in the way of an undo ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Resting:
    """A locked assessment that rests on a load."""

    title: str
    reference: str
    is_here: bool
    """Whether it belongs to the workspace that asks."""


def resting_on(load_id: str, *, workspace: Workspace) -> tuple[Resting, ...]:
    """Locked editions, published ones among them, whose numbers rest on a load."""
    found = (
        Edition.objects.filter(
            status=EditionStatus.LOCKED, workings__kind=Working.Kind.LOAD, workings__key=load_id
        )
        .distinct()
        .order_by("-made_at", "pk")
    )
    return tuple(
        Resting(str(edition), edition.reference, edition.workspace_id == workspace.pk)
        for edition in found
    )


# --- expected files -------------------------------------------------------------------------------


def expected_in(workspace: Workspace) -> QuerySet[ExpectedFile]:
    """Every file that is expected in a workspace."""
    return ExpectedFile.objects.filter(workspace=workspace).select_related("organisation")


def expected_for(workspace: Workspace, reference: str) -> ExpectedFile:
    """One expected file by its reference. Raises `NotYours` where it is not of this workspace."""
    found = expected_in(workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


@dataclass(frozen=True, slots=True)
class Awaited:
    """One expected file for one span, and what became of it."""

    expected: ExpectedFile
    span: Span
    due_on: date
    standing: Standing
    arrived_on: date | None


def calendar(workspace: Workspace, *, first: Month, last: Month, today: date) -> list[Awaited]:
    """What became of every file expected for spans that end between two months."""
    expected = list(expected_in(workspace))
    arrived = _arrivals(expected, since=first.plus(-LONGEST_SPAN))
    rejected = _rejections(workspace)
    monthly = {schema.name for schema in sources() if is_monthly(schema)}
    found = []
    for file in expected:
        key = (file.source, file.supplier)
        for span in _spans(file, up_to=last):
            if not first <= span.last <= last:
                continue
            mine: Mapping[Month, date] = arrived.get(key, {})
            if file.source not in monthly:
                mine = _of_whole(span, mine)
            days = [mine[month] for month in span.months if month in mine]
            found.append(
                Awaited(
                    file,
                    span,
                    span.due_on(file.due_days),
                    expecting.standing(
                        span,
                        due_days=file.due_days,
                        arrived=mine,
                        rejected=rejected.get(key, ()),
                        today=today,
                    ),
                    max(days) if len(days) == len(span.months) else None,
                )
            )
    return found


def _spans(file: ExpectedFile, *, up_to: Month) -> Iterable[Span]:
    ends = Month.of(file.ends_on) if file.ends_on else None
    return expecting.spans(
        Every(file.every), starts=Month.of(file.starts_on), ends=ends, up_to=up_to
    )


def _arrivals(
    expected: Iterable[ExpectedFile], *, since: Month
) -> dict[tuple[str, str], dict[Month, date]]:
    """By source and supplier, the day the supply of each month since then was loaded."""
    awaited = {(file.source, file.supplier) for file in expected}
    held = Supply.objects.filter(
        Q(month=None) | Q(month__gte=since.first_day),
        source__in={source for source, _ in awaited},
        supplier__in={supplier for _, supplier in awaited},
        is_held=True,
    )
    zone = timezone.get_current_timezone()
    found: dict[tuple[str, str], dict[Month, date]] = {}
    for source, supplier, for_month, at in held.values_list(
        "source", "supplier", "month", "loaded_at"
    ):
        loaded = timezone.localdate(at, zone)
        found.setdefault((source, supplier), {})[Month.of(for_month or loaded)] = loaded
    return found


def _of_whole(span: Span, arrived: Mapping[Month, date]) -> Mapping[Month, date]:
    """A supply that does not come by month answers for the whole span it was loaded in or after."""
    days = [day for month, day in arrived.items() if month >= span.first]
    return dict.fromkeys(span.months, min(days)) if days else {}


def _rejections(workspace: Workspace) -> dict[tuple[str, str], set[Month]]:
    """By source and supplier, months whose file was refused and not mended yet."""
    found: dict[tuple[str, str], set[Month]] = {}
    rows = Upload.objects.filter(workspace=workspace, status=Status.FAULTY)
    for source, supplier, month, moved in rows.values_list(
        "source", "supplier", "month", "moved_at"
    ):
        day = month or timezone.localdate(moved)
        found.setdefault((source, supplier), set()).add(Month.of(day))
    return found


# --- quality --------------------------------------------------------------------------------------


def supplies_in(workspace: Workspace) -> QuerySet[Supply]:
    """Supplies the lake holds that this workspace expects or loaded itself.

    The lake may serve several workspaces; what others supply is theirs.
    """
    same = {"workspace": workspace, "source": OuterRef("source"), "supplier": OuterRef("supplier")}
    expected = ExpectedFile.objects.filter(**same)
    loaded = Upload.objects.filter(**same).exclude(load_id="")
    return Supply.objects.filter(Exists(expected) | Exists(loaded), is_held=True)


def latest_supplies(workspace: Workspace) -> list[Supply]:
    """The newest supply of each supplier of each source."""
    held = supplies_in(workspace).order_by("source", "supplier", "month", "loaded_at")
    rows = held.values_list("source", "supplier", "pk")
    newest = {(source, supplier): key for source, supplier, key in rows}
    return list(Supply.objects.filter(pk__in=newest.values()))


def report_of(source: str) -> SourceReport | None:
    """What the quality report says of a source."""
    return SourceReport.objects.filter(source=source).first()


def last_loaded(workspace: Workspace) -> Mapping[str, date]:
    """By source, when this workspace's last supply of it was loaded."""
    rows = supplies_in(workspace).order_by().values_list("source").annotate(at=Max("loaded_at"))
    return {source: timezone.localdate(at) for source, at in rows}
