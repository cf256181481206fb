"""Much of everything: each row again and again, so that a page which asks once a row is found out.

It goes by the models and their constraints, so that a new model is copied without anybody thinking
of it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import connections, models
from django.utils import timezone

from builders.applying import crowd_applying
from builders.boards import crowd_boards
from builders.consultation import crowd_consultation
from builders.deciding_life import crowd_deciding
from builders.definition import crowd_definition
from builders.duty import crowd_duty
from builders.editions_web import queued_edition, stored_edition
from builders.everything import Everything
from builders.grants_much import crowd_grants
from builders.plan import crowd_plan
from builders.publishing import crowd_publishing
from builders.sharing import crowd_sharing
from builders.web import build_member, build_organisation
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import record
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.grants.money.models import Payment
from headwater.web.insights.assessments.models import Area, Comment, HeldMonths
from headwater.web.insights.data_in.models import ColumnMapping, SourceReport, Upload
from headwater.web.insights.data_in.rules.workflow import Status as UploadStatus
from headwater.web.insights.watch.models import Alert, Sighting
from headwater.web.partners.events import Happened
from headwater.web.partners.models import Succession
from headwater.web.releases.models import Approval, Release
from headwater.web.releases.models import Status as ReleaseStatus

NEVER_COPIED = frozenset({"accounts", "audit"})
"""People sign in one by one, and the ledger is written by its own rules."""
KEPT_AS_THEY_ARE = frozenset(
    {"kind", "source", "area_code", "week", "role", "status", "relation", "fills"}
)
"""What says of what sort a row is, so that copies come on the same pages."""


def copies(row: models.Model, times: int) -> Iterator[models.Model]:
    """Copies of a row that its constraints let stand beside it. They are not stored."""
    for number in range(times):
        fresh = type(row)()
        for field in row._meta.concrete_fields:
            if not field.primary_key and field.name != "reference":
                setattr(fresh, field.attname, getattr(row, field.attname))
        for field in told_apart_by(type(row)):
            setattr(fresh, field.attname, another(field, getattr(row, field.attname), number))
        yield fresh


def told_apart_by(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Fields that no two rows may share, alone or together with others."""
    together = {
        name
        for each in model._meta.constraints
        if isinstance(each, models.UniqueConstraint)
        for name in each.fields
    }
    return [
        field
        for field in model._meta.concrete_fields
        if (field.unique or field.name in together)
        and not field.primary_key
        and field.name not in KEPT_AS_THEY_ARE | {"reference"}
    ]


def another(field: models.Field[Any, Any], value: Any, number: int) -> Any:
    """A value like another, where a field's type has so many."""
    if isinstance(field, models.OneToOneField):
        return None
    if isinstance(field, models.UUIDField):
        return uuid4()
    if isinstance(field, models.IntegerField) and not field.is_relation:
        return value + 100 * (number + 1)
    if isinstance(field, models.CharField | models.TextField):
        return f"m{number}-{value}"[: field.max_length]
    return value


def has_another_of_its_own(model: type[models.Model]) -> bool:
    """Whether each row has one row of another model to itself, so that no copy can stand."""
    return any(
        isinstance(field, models.OneToOneField) and not field.null
        for field in model._meta.concrete_fields
    )


def is_held_by_the_ledger(row: models.Model) -> bool:
    """Whether a movement of money stands behind a row, and behind no copy of it."""
    return isinstance(row, Payment) and row.movement_id is not None


def build_the_rest(held: Everything) -> None:
    """One of each thing that has no address of its own."""
    edition, release = held.rows["edition"], held.rows["release"]
    month, who = date(2024, 9, 1), held.person.reference
    Approval.objects.create(release=release, by=who, approves=True, reason="Yes.", at=clock.now())
    after = build_organisation(held.workspace, name="Successor")
    Succession.objects.create(predecessor=held.organisation, successor=after)
    ColumnMapping.objects.create(
        organisation=held.organisation, source="istv_ed", answered_by=who, answered_at=clock.now()
    )
    SourceReport.objects.create(source="istv_ed", at=clock.now())
    Area.objects.create(code=edition.area_code, name=edition.area_name, level="Area")
    HeldMonths.objects.create(table="t", words="records", first_month=month, last_month=month)


def sight_every_alert() -> None:
    """No alert is without a week that raised it: copies were seen where the first was."""
    for alert in Alert.objects.filter(sightings=None):
        seen = Sighting.objects.order_by("pk")[0]
        seen.pk, seen.alert, seen.row = None, alert, f"x{alert.pk}"
        seen.save()


def multiply(held: Everything, times: int) -> None:
    """Every row of a partnership is there so many times more."""
    for model in apps.get_models():
        is_ours = model.__module__.startswith("headwater.")
        is_copied = model._meta.app_label not in NEVER_COPIED and not has_another_of_its_own(model)
        if is_ours and is_copied:
            rows = [
                row for row in model._base_manager.order_by("pk") if not is_held_by_the_ledger(row)
            ]
            fresh = [each for row in rows for each in copies(row, times)]
            model._base_manager.bulk_create(fresh, ignore_conflicts=True)
    sight_every_alert()
    crowd_applying()
    crowd_boards()
    crowd_consultation()
    crowd_deciding()
    crowd_grants()
    crowd_definition()
    crowd_duty()
    crowd_plan()
    crowd_publishing()
    crowd_sharing()
    for number in range(times):
        build_member(*Role, name=f"Member {number}", organisation=held.organisation)
        after = build_organisation(held.workspace, name=f"Successor {number}")
        Succession.objects.create(predecessor=held.organisation, successor=after)
        record(
            Happened.ORGANISATION_ADDED,
            about=held.organisation,
            by=HEADWATER,
            at=clock.now(),
            workspace=held.workspace.slug,
        )
    for comment in Comment.objects.all():
        comment.mentions.add(held.person)
    tell_the_planner()


def tell_the_planner() -> None:
    """PostgreSQL learns how much there is now, as it does by itself where rows are committed.

    It would go on planning for empty tables, and take minutes over a page that takes milliseconds.
    Our tables alone: of the catalogue that both databases share, each would wait for the other.
    """
    for each in connections.all():
        if each.vendor == "postgresql":
            with each.cursor() as cursor:
                tables = each.introspection.table_names(cursor)
                cursor.execute(f"ANALYZE {', '.join(map(each.ops.quote_name, tables))}")


def in_every_state(held: Everything) -> dict[str, list[str]]:
    """By the reference of an upload, assessment and release, others of theirs in other states."""
    upload, edition, release = (held.rows[name] for name in ("upload", "edition", "release"))
    return {
        upload.reference: [_upload(upload, status) for status in UploadStatus],
        edition.reference: [_edition(held, status) for status in EditionStatus],
        release.reference: [_release(release, status) for status in ReleaseStatus],
    }


def _upload(row: Upload, status: UploadStatus) -> str:
    made = next(copies(row, 1))
    assert isinstance(made, Upload)
    made.status, made.load_id, made.undo_reason = status, f"load-{status}", "It was wrong."
    made.confirmed_by, made.fault_total = row.uploaded_by, 1
    made.confirmed_at = made.loaded_at = made.undone_at = timezone.now()
    made.save()
    for fault in row.faults.all():
        fault.pk, fault.upload = None, made
        fault.save(force_insert=True)
    return made.reference


def _edition(held: Everything, status: EditionStatus) -> str:
    area = f"Z99{status[:6]}"
    if status in {EditionStatus.QUEUED, EditionStatus.RUNNING, EditionStatus.FAILED}:
        made = queued_edition(workspace=held.workspace, area_code=area, status=status)
    else:
        made = stored_edition(workspace=held.workspace, area_code=area, status=status)
    return made.reference


def _release(row: Release, status: ReleaseStatus) -> str:
    made = next(copies(row, 1))
    assert isinstance(made, Release)
    made.slug, made.number, made.status = f"is-{status}", 1, status
    made.published_at = made.withdrawn_at = timezone.now()
    made.withdrawal = "It was wrong."
    made.save()
    return made.reference
