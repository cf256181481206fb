"""Words and tags for pages about releases."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as dated

from headwater.core.words import counted, listed
from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Entry, Row, Table, Tag
from headwater.web.editions.models import Edition
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.rules import policies
from headwater.web.releases.rules.workflow import Status
from headwater.web.releases.sources import Source

COLOURS = {
    Status.PROPOSED: Colour.YELLOW,
    Status.REFUSED: Colour.RED,
    Status.APPROVED: Colour.BLUE,
    Status.PUBLISHED: Colour.GREEN,
    Status.SUPERSEDED: Colour.GREY,
    Status.WITHDRAWN: Colour.ORANGE,
}
PUBLIC = Tag("Public already", Colour.GREEN)
VERDICTS = {
    "passed": "No hidden number could be worked out from the others",
    "failed": "A hidden number could be worked out from the others",
}
PUBLIC_PLACES = {Kind.ASSESSMENT: "assessments", Kind.WARNING: "early-warning"}
PROFILE_WORDS = {
    "published": "Published already by its supplier",
    "public": "Made from records; rounded, small counts hidden",
    "police": "Police records; small counts hidden, and those that would give them away",
    "istv": "Hospital records shared under ISTV; stricter limits",
}


def status_tag(release: Release) -> Tag:
    """Where a release stands, in words and colour."""
    status = Status(release.status)
    return Tag(status.words, COLOURS[status])


def with_zone(at: datetime | None) -> str:
    """A moment with its time zone, as an embargo must be said."""
    zone = dated(timezone.localtime(at), "T") if at else ""
    return f"{moment(at)} ({zone}, United Kingdom time)" if at else ""


def list_table(releases: list[Release], names: Mapping[str, str]) -> Table:
    """The list of releases of a workspace."""
    rows: list[list[CellLike]] = [
        [
            Cell(str(each), href=_page(each)),
            Kind(each.kind).label,
            Cell(tag=status_tag(each)),
            names.get(each.proposed_by, each.proposed_by),
            dated(timezone.localtime(each.proposed_at), "j M Y"),
        ]
        for each in releases
    ]
    columns = ["What", "Kind", "Where it stands", "Proposed by", "Proposed on"]
    return Table(
        caption="Releases, the latest first",
        columns=[Column(name) for name in columns],
        rows=rows,
        when_empty=(
            "Nothing has been proposed for publication. Lock an assessment or a week of early "
            "warning, then choose “Propose for release” on its page."
        ),
    )


CSV_COLUMNS = (
    "reference",
    "title",
    "number",
    "kind",
    "status",
    "proposed_by",
    "proposed_at",
    "reason",
    "embargo_until",
    "published_at",
    "corrects",
    "correction",
    "withdrawn_at",
    "withdrawal",
    "fingerprint",
)


def csv_rows(releases: Iterable[Release], names: Mapping[str, str]) -> list[list[str]]:
    """Releases as lines of a file, with what the list has no room for."""
    return [
        [
            each.reference,
            each.title,
            str(each.number),
            Kind(each.kind).label,
            Status(each.status).words,
            names.get(each.proposed_by, each.proposed_by),
            _iso(each.proposed_at),
            each.reason,
            _iso(each.embargo_until),
            _iso(each.published_at),
            each.corrects.reference if each.corrects else "",
            each.correction,
            _iso(each.withdrawn_at),
            each.withdrawal,
            each.fingerprint,
        ]
        for each in releases
    ]


def _iso(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes") if at else ""


def public_address(kind: Kind, slug: str) -> str:
    """Where the public will find every number of an edition. Below all routes of the site."""
    return f"/{PUBLIC_PLACES[kind]}/{slug}/"


def _page(release: Release) -> str:
    return reverse("releases:release", args=[release.workspace.slug, release.reference])


def facts(release: Release, names: Mapping[str, str], *, needed: int) -> list[Row]:
    """What a release is, question by question."""
    authors = [names.get(each, each) for each in release.authors]
    rows = [
        Row("What it is", Kind(release.kind).label),
        Row("Number", release.number),
        Row("Where it stands", Cell(tag=status_tag(release))),
        Row("Whose work it is", listed(authors)),
        Row("Reason given", release.reason),
        Row("Approvals needed", _needed_words(release, needed)),
        Row("Embargo", with_zone(release.embargo_until) or "None"),
    ]
    if release.published_at:
        rows.append(Row("Published", with_zone(release.published_at)))
    if release.correction:
        rows.append(Row("What it corrects", release.correction))
    if release.withdrawal:
        rows.append(Row("Why it was withdrawn", release.withdrawal))
    rows.append(Row("Fingerprint", release.fingerprint))
    return rows


def _needed_words(release: Release, needed: int) -> str:
    why = "it rests on restricted sources" if release.is_restricted else "its sources are public"
    people = counted(needed, "person", "people")
    return f"{people} other than the authors, because {why}"


def story(release: Release, names: Mapping[str, str]) -> list[Entry]:
    """Everything that happened to a release, the first first."""
    entries = [
        Entry(
            "Proposed",
            release.proposed_at,
            by=names.get(release.proposed_by, release.proposed_by),
            text=release.reason,
        )
    ]
    entries += [
        Entry(
            "Approved" if answer.approves else "Refused",
            answer.at,
            by=names.get(answer.by, answer.by),
            text=answer.reason,
            tag=Tag("Approved", Colour.GREEN) if answer.approves else Tag("Refused", Colour.RED),
        )
        for answer in release.approvals.all()
    ]
    if release.published_at:
        entries.append(Entry("Published", release.published_at))
    if release.withdrawn_at:
        entries.append(Entry("Withdrawn", release.withdrawn_at, text=release.withdrawal))
    return entries


def people_in(releases: list[Release]) -> set[str]:
    """References of everybody these releases name."""
    return {each.proposed_by for each in releases} | {a for each in releases for a in each.authors}


# --- small numbers -------------------------------------------------------------------------------


def checks_table(edition: Edition) -> Table:
    """Tables of an edition by the rule that protects them, and how much each hides."""
    profiles = (
        edition.tables.values("profile", "rule")
        .annotate(tables=Count("pk"), cells=Sum("hidden"))
        .order_by("profile", "rule")
    )
    rows: list[list[CellLike]] = [
        [
            PROFILE_WORDS.get(each["profile"], each["profile"]),
            each["rule"],
            each["tables"],
            each["cells"] or 0,
        ]
        for each in profiles
    ]
    return Table(
        caption="Small numbers, by the rule that protects them",
        columns=[
            Column("Where the numbers come from"),
            Column("Rule"),
            Column("Tables", numeric=True),
            Column("Hidden cells", numeric=True),
        ],
        rows=rows,
        when_empty="This edition has no tables.",
    )


def verdict(checks: Mapping[str, object]) -> Tag:
    """What came of the attempt to work out hidden numbers."""
    said = str(checks.get("attack", ""))
    colour = Colour.GREEN if said == "passed" else Colour.RED
    return Tag(VERDICTS.get(said, "The check has not been made"), colour)


def sources_table(found: Sequence[Source]) -> Table:
    """What the numbers of an edition rest on, each source once, the restricted first."""
    rows: list[list[CellLike]] = [
        [
            each.name.replace("_", " "),
            Cell(tag=Tag("Not public", Colour.ORANGE) if each.is_restricted else PUBLIC),
            each.why,
        ]
        for each in found
    ]
    return Table(
        caption="What its numbers rest on",
        columns=[Column("Source"), Column("Before this"), Column("Why")],
        rows=rows,
        when_empty="It rests on no files.",
    )


def restricted_words(edition: Edition, found: Sequence[Source]) -> str:
    """How many must approve an edition, and why."""
    is_restricted = edition.is_restricted or any(each.is_restricted for each in found)
    needed = policies.approvals_needed(is_restricted=is_restricted)
    if is_restricted:
        return (
            "Some numbers rest on records that their supplier did not publish, so "
            f"{counted(needed, 'person', 'people')} who had no part in it must approve it."
        )
    return "Every source is public already, so one person who had no part in it must approve it."
