"""Loamshire ten times over: more people, partners, files, work, assessments and releases.

Run inside a demonstration site's environment: `python tenfold.py`. Rows are copied with fresh
references, so pages list and look up ten times as much.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.config.settings")
django.setup()

from django.db import models, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from headwater.web.accounts.actor import HEADWATER  # noqa: E402
from headwater.web.accounts.models import User  # noqa: E402
from headwater.web.audit.ledger import record  # noqa: E402
from headwater.web.editions.models import Chapter, Edition, Finding, Picture, Table  # noqa: E402
from headwater.web.insights.data_in.events import Event  # noqa: E402
from headwater.web.insights.data_in.models import Upload  # noqa: E402
from headwater.web.notices.models import Notice  # noqa: E402
from headwater.web.partners.models import Membership, Organisation  # noqa: E402
from headwater.web.worklist.models import Item  # noqa: E402

MORE = 9


def fresh(row: models.Model, number: int, **changed: object) -> models.Model:
    """A copy of a row that is not stored yet, with references of its own."""
    row.pk = None
    row._state.adding = True
    for field in row._meta.concrete_fields:
        if field.name == "reference":
            row.reference = field.get_default()  # type: ignore[attr-defined]
    for name, value in changed.items():
        setattr(row, name, value)
    return row


def copy_editions() -> None:
    """Each assessment nine times more, with all that belongs to it."""
    for edition_pk in list(Edition.objects.values_list("pk", flat=True)):
        for number in range(MORE):
            edition = fresh(Edition.objects.get(pk=edition_pk), number)
            edition.save()
            for part in (Chapter, Table, Picture, Finding):
                rows = part.objects.filter(edition_id=edition_pk)
                part.objects.bulk_create([fresh(row, number, edition=edition) for row in rows])


def copy_people() -> None:
    """Each partner and person nine times more."""
    for organisation in list(Organisation.objects.all()):
        name = organisation.name
        for number in range(MORE):
            fresh(organisation, number, name=f"{name} {number + 2}").save()
    places = list(Organisation.objects.all())
    for number in range(MORE * 7):
        person = User.objects.create_user(f"more{number}@loamshire.example", f"Person {number}")
        Membership.objects.create(
            user=person,
            organisation=places[number % len(places)],
            role="viewer",
            starts_on=timezone.localdate(),
            granted_by=HEADWATER.reference,
        )


def copy_work() -> None:
    """Files, work and notices nine times more, and a ledger that tells of them."""
    now = timezone.now()
    for number in range(MORE):
        for upload in Upload.objects.filter(pk__in=list(first_of(Upload))):
            fresh(upload, number).save()
        for item in Item.objects.filter(pk__in=list(first_of(Item))):
            fresh(item, number, about=f"{item.about}/{number}").save()
    lead = User.objects.get(email="lead@loamshire.example")
    Notice.objects.bulk_create(
        [
            Notice(user=lead, kind="tenfold", subject=f"Notice {n}", words="Words.", at=now)
            for n in range(200)
        ]
    )
    for number in range(3_000):
        record(
            Event.HANDED_IN,
            about=f"U-{number:04d}",
            kind="upload",
            by=HEADWATER,
            at=now,
            workspace="loamshire",
        )


def first_of(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """The rows that were there before anything was copied."""
    return model._base_manager.order_by("pk").values_list("pk", flat=True)[:60]


if __name__ == "__main__":
    with transaction.atomic():
        copy_people()
        copy_editions()
        copy_work()
