"""Files handed in through the browser, and how far they come."""

import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from builders.suppliers import row, text
from builders.web import actor_of, build_member, build_organisation, build_workspace
from headwater.core.periods import Month
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.editions.models import Edition, Working
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.insights.data_in import supplies
from headwater.web.insights.data_in.changes import uploads
from headwater.web.insights.data_in.models import ExpectedFile, Upload
from headwater.web.partners.models import Organisation, StatutoryRole, Workspace

AT = datetime(2024, 10, 9, 9, 30, tzinfo=UTC)
Capture = Callable[..., AbstractContextManager[Any]]
WORK = "/work/loamshire/data/"


def hospital() -> Organisation:
    """The trust that runs Northsea General."""
    return build_organisation(name="Northsea Hospitals", statutory_role=StatutoryRole.HEALTH)


def supplier() -> User:
    """The analyst of the hospital."""
    return build_member(Role.CONTRIBUTOR, name="Hana Analyst", organisation=hospital())


def lead() -> User:
    """Whoever leads the partnership's work on numbers."""
    return build_member(Role.LEAD, name="Lena Lead")


def assaults(count: int = 3, **values: str) -> list[dict[str, str]]:
    """Rows of the hospital's supply, right in every way until a test says otherwise."""
    return [
        row(
            "istv_ed",
            **{
                "arrival_date_and_time_at_accident_and_emergency_department": (
                    f"2024-09-{n % 28 + 1:02d}T23:55"
                ),
                "assault_date_and_time": f"2024-09-{n % 28 + 1:02d}T23:10",
                **values,
            },
        )
        for n in range(count)
    ]


def offences(count: int = 3, **values: str) -> list[dict[str, str]]:
    """Rows of the police's supply."""
    return [row("recorded_crime", offence_ref=f"35/{n}/24", **values) for n in range(count)]


def csv_file(
    rows: Sequence[Mapping[str, str]], *, name: str = "istv_z9901_2024-09.csv"
) -> SimpleUploadedFile:
    """Rows as a file somebody chose."""
    return SimpleUploadedFile(name, text(rows).encode(), content_type="text/csv")


def workbook(
    sheets: Mapping[str, Sequence[Mapping[str, str]]], *, name: str = "istv_z9901_2024-09.xlsx"
) -> SimpleUploadedFile:
    """Rows by sheet as a workbook somebody chose."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        if rows:
            sheet.append(list(rows[0]))
        for each in rows:
            sheet.append(list(each.values()))
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def renamed(rows: Sequence[Mapping[str, str]], **headings: str) -> list[dict[str, str]]:
    """Rows under other headings: `renamed(rows, assault_method="How")`."""
    new = {old.replace("_", " ").upper(): heading for old, heading in headings.items()}
    return [{new.get(name, name): value for name, value in each.items()} for each in rows]


def hand_in(
    file: SimpleUploadedFile,
    *,
    by: User,
    source: str = "istv_ed",
    organisation: Organisation | None = None,
    said: tuple[str, Month | None] = ("", None),
) -> Upload:
    """Hand a file in, without the page. The worker is asked after commit."""
    return uploads.hand_in(
        workspace=build_workspace(),
        organisation=organisation or hospital(),
        schema=supplies.source(source),
        file=file,
        supplier=said[0],
        month=said[1],
        actor=actor_of(by),
        at=AT,
    )


def confirmed(upload: Upload, *, by: User) -> Upload:
    """Confirm a checked upload as it stands."""
    upload.refresh_from_db()
    return uploads.confirm(
        upload=upload, acknowledges=True, actor=actor_of(by), at=AT, version=upload.version
    )


def undone(upload: Upload, *, by: User) -> Upload:
    """Ask for an undo of a load as it stands."""
    upload.refresh_from_db()
    return uploads.ask_undo(
        upload=upload, reason="wrong month", actor=actor_of(by), at=AT, version=upload.version
    )


def loaded(upload: Upload, *, by: User, capture: Capture) -> Upload:
    """A checked upload as it is once loaded."""
    with capture(execute=True):
        confirmed(upload, by=by)
    upload.refresh_from_db()
    return upload


def post(client: Client, address: str, data: Mapping[str, object], *, capture: Capture) -> Any:
    """Send a form; whatever the worker is asked for is done before this returns."""
    with capture(execute=True):
        return client.post(address, data, follow=False)


def expected(
    *,
    source: str = "istv_ed",
    supplier: str = "z9901",
    organisation: Organisation | None = None,
    starts: Month | None = None,
    workspace: Workspace | None = None,
) -> ExpectedFile:
    """A file expected every month, due 20 days after it."""
    return ExpectedFile.objects.create(
        workspace=workspace or build_workspace(),
        organisation=organisation or hospital(),
        source=source,
        supplier=supplier,
        starts_on=(starts or Month(2024, 7)).first_day,
    )


def edition_resting_on(load_id: str, *, status: EditionStatus = EditionStatus.LOCKED) -> Edition:
    """An assessment whose numbers rest on a load."""
    edition = Edition.objects.create(
        workspace=build_workspace(),
        status=status,
        area_code="Z99P00001",
        first_month=date(2024, 1, 1),
        last_month=date(2024, 12, 1),
        title="Loamshire 2024",
        requested_by="P-1",
        requested_at=AT,
    )
    Working.objects.create(edition=edition, kind=Working.Kind.LOAD, key=load_id, body={})
    return edition
