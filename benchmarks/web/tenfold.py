"""Loamshire ten times over: more people, partners, files, work, assessments and releases.

Run inside a demonstration site's environment: `python tenfold.py`. Every row that a partnership
makes is copied with a reference and an address of its own, so pages list, count and look up ten
times as much.
"""

import os
from collections.abc import Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.config.settings")
django.setup()

from django.db import models, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from headwater.web.accounts.actor import HEADWATER  # noqa: E402
from headwater.web.accounts.models import User  # noqa: E402
from headwater.web.audit.ledger import record  # noqa: E402
from headwater.web.audit.models import Entry  # noqa: E402
from headwater.web.editions import models as editions  # noqa: E402
from headwater.web.insights.algorithms.models import Algorithm, Edit  # noqa: E402
from headwater.web.insights.assessments.models import Area, Comment  # noqa: E402
from headwater.web.insights.data_in.events import Event  # noqa: E402
from headwater.web.insights.data_in.models import (  # noqa: E402
    ExpectedFile,
    Supply,
    Upload,
)
from headwater.web.notices.models import Notice  # noqa: E402
from headwater.web.partners.models import Membership, Organisation  # noqa: E402
from headwater.web.public_site.models import Post  # noqa: E402
from headwater.web.releases.models import Kind, Release  # noqa: E402
from headwater.web.worklist.models import Item  # noqa: E402

NUMBERS = range(2, 11)
"""The first Loamshire is there; these come to it."""


def copied(row: models.Model, **changed: Any) -> Any:
    """A copy of a row with a reference of its own, stored."""
    fresh = type(row)()
    for field in row._meta.concrete_fields:
        if field.name != "reference" and not field.primary_key:
            setattr(fresh, field.attname, getattr(row, field.attname))
    for name, value in changed.items():
        setattr(fresh, name, value)
    fresh.save(force_insert=True)
    return fresh


def copy_all(rows: Iterable[models.Model], **changed: Any) -> None:
    """Copies of rows that are part of something copied."""
    for row in rows:
        copied(row, **changed)


def people(number: int, organisations: list[Organisation], members: list[Membership]) -> None:
    """Another of each partner, and of each person in it."""
    for organisation in organisations:
        made = copied(organisation, name=f"{organisation.name} {number}")
        for member in members:
            if member.organisation_id == organisation.pk:
                person = member.user
                email = person.email.replace("@", f"-{number}-{member.pk}@")
                another = User.objects.create_user(email, f"{person.name} {number}")
                copied(member, user=another, organisation=made)


def edition(number: int, row: editions.Edition) -> editions.Edition:
    """Another assessment with all that belongs to it."""
    made: editions.Edition = copied(row, title=f"{row.title} {number}")
    for part in (row.tables, row.pictures, row.findings, row.workings):
        copy_all(part.all(), edition=made)
    for chapter in row.chapters.all():
        another = copied(chapter, edition=made)
        copy_all(chapter.versions.all(), chapter=another)
        copy_all(Comment.objects.filter(chapter=chapter), chapter=another)
    return made


def release(number: int, row: Release, subjects: dict[str, models.Model]) -> None:
    """Another release of the copy of what was released."""
    subject: Any = subjects[row.subject]
    made = copied(
        row,
        subject=subject.reference,
        edition=subject if row.kind == Kind.ASSESSMENT else None,
        slug=f"{row.slug}-{number}",
        title=f"{row.title} {number}",
    )
    copy_all(row.approvals.all(), release=made)


def supplies(number: int, of: dict[type[models.Model], list[Any]]) -> None:
    """Another of each file handed in, awaited and held."""
    for upload in of[Upload]:
        made = copied(upload, document=copied(upload.document))
        copy_all(upload.faults.all(), upload=made)
    for expected in of[ExpectedFile]:
        copied(expected, supplier=f"{expected.supplier}-{number}")
    for supply in of[Supply]:
        copied(supply, slice=f"{supply.slice}-{number}", supplier=f"{supply.supplier}-{number}")


def publishing(number: int, of: dict[type[models.Model], list[Any]]) -> None:
    """Another of each assessment, post and algorithm, and of each release of them."""
    subjects: dict[str, models.Model] = {}
    for row in of[editions.Edition]:
        subjects[row.reference] = edition(number, row)
    for post in of[Post]:
        subjects[post.reference] = copied(
            post, slug=f"{post.slug}-{number}", title=f"{post.title} {number}"
        )
    for algorithm in of[Algorithm]:
        made = copied(algorithm, key=f"{algorithm.key}-{number}", name=f"{algorithm.name} {number}")
        subjects[algorithm.reference] = made
        copy_all(Edit.objects.filter(algorithm=algorithm), algorithm=made)
    for row in of[Release]:
        release(number, row, subjects)


def work(number: int, of: dict[type[models.Model], list[Any]]) -> None:
    """More that waits, more that was said, and a ledger that tells of it."""
    for item in of[Item]:
        copied(item, about=f"{item.about}-{number}")
    for area in of[Area]:
        copied(area, code=f"{area.code}-{number}", name=f"{area.name} {number}")
    copy_all(of[Notice])
    for entry in of[Entry]:
        record(
            Event.HANDED_IN,
            about=f"U-{number:04d}-{entry.number:04d}",
            kind="upload",
            by=HEADWATER,
            at=timezone.now(),
            workspace="loamshire",
        )


def main() -> None:
    """Nine more Loamshires in one."""
    models_copied = (
        *(Organisation, Membership, Upload, ExpectedFile, Supply, Item, Notice, Area, Entry),
        *(editions.Edition, Post, Algorithm, Release),
    )
    of = {model: list(model._base_manager.order_by("pk")) for model in models_copied}
    for number in NUMBERS:
        people(number, of[Organisation], of[Membership])
        supplies(number, of)
        publishing(number, of)
        work(number, of)


if __name__ == "__main__":
    with transaction.atomic():
        main()
