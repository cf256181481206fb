"""Locked editions and releases at every stage, for tests of releases and the public site."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import Role
from headwater.web.editions.models import Chapter, Edition, Finding, Table, Working
from headwater.web.editions.models import Kind as EditionKind
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.partners.models import Workspace
from headwater.web.releases import changes
from headwater.web.releases.models import Kind, Release

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
REASON = "The partners have read it and agree."
SLUG = "loamshire-needs-assessment"
WEEK_SLUG = "early-warning-loamshire-2025-w30"
CARDS_SLUG = "scorecards-loamshire"
SCORECARDS: dict[str, Any] = {
    "shape": 1,
    "partnership": "Loamshire",
    "area_name": "Loamshire",
    "as_of": "2026-03-04",
    "rules": [
        {
            "rule": "injury-by-district",
            "title": "Violence with injury by district",
            "purpose": "Tell districts early of a rise in injuries",
            "owner": "Violence reduction partnership",
            "measure": "Homicide and violence with injury",
            "area_name": "Loamshire",
            "method": "improved Farrington",
            "status": "On",
            "registered_on": "2025-06-02",
            "expected_a_year": {"a_year": 2.5, "low": 2.0, "high": 3.1},
            "weeks_run": 26,
            "alerts": 5,
            "weekly_alerts": 7,
            "acknowledged": 5,
            "due": 5,
            "acknowledged_in_time": 4,
            "judged_true": 3,
            "judged_false": 1,
            "judged_unknown": 0,
            "not_judged": 1,
            "share_true": 0.75,
            "share_true_low": 0.3006,
            "share_true_high": 0.9544,
            "false_weekly_alerts": 1,
            "false_expected": 1.2457,
            "false_expected_low": 0.9966,
            "false_expected_high": 1.5447,
        }
    ],
}
PROVENANCE = {
    "method": "Offences ÷ residents × 1,000",
    "definition": "Serious violence, version 1",
    "expressions": ["x-1"],
    "loads": ["L-1"],
    "cautions": ["Recorded crime only."],
    "seed": None,
}
COLUMNS: list[dict[str, Any]] = [
    {"key": "area_code", "label": "Code", "kind": "code", "unit": "", "decimals": 0},
    {"key": "area", "label": "Area", "kind": "name", "unit": "", "decimals": 0},
    {"key": "offences", "label": "Offences", "kind": "count", "unit": "offences", "decimals": 0},
    {"key": "rate", "label": "Rate", "kind": "rate", "unit": "per 1,000 a year", "decimals": 1},
    {"key": "rate_low", "label": "Rate, low", "kind": "rate", "unit": "per 1,000", "decimals": 1},
    {"key": "rate_high", "label": "Rate, high", "kind": "rate", "unit": "per 1,000", "decimals": 1},
]
ROWS: list[list[Any]] = [
    ["Z99D00001", "Larkminster", 1250, 12.5, 11.8, 13.2],
    ["Z99D00002", "Emberstow", "[c]", "[c]", "[c]", "[c]"],
    ["Z99D00003", "=Mosswater", 310, 4.0, 3.6, 4.5],
]


def lead() -> Actor:
    """Somebody who runs assessments."""
    return actor_of(build_member(Role.LEAD, name="Lena Lead"))


def approver(name: str = "Asa Approver") -> Actor:
    """Somebody who approves."""
    return actor_of(build_member(Role.APPROVER, name=name))


def second_approver() -> Actor:
    """Somebody else who approves."""
    return approver("Bea Approver")


def build_edition(
    workspace: Workspace | None = None,
    *,
    status: EditionStatus = EditionStatus.LOCKED,
    is_restricted: bool = False,
    **given: object,
) -> Edition:
    """One small edition: a chapter, a table with a hidden row, a finding and its workings."""
    fields = {
        "status": status,
        "area_code": "Z99P00001",
        "area_name": "Loamshire",
        "area_level": "police force area",
        "first_month": date(2024, 9, 1),
        "last_month": date(2025, 8, 1),
        "period_words": "September 2024 to August 2025",
        "requested_by": "P-SOMEBODY",
        "requested_at": AT - timedelta(days=2),
        "made_at": AT - timedelta(days=1),
        "title": "Serious violence in Loamshire: strategic needs assessment",
        "summary": "One finding from one table.",
        "facts": {
            "attribution": ["Contains public sector information."],
            "licence": "Open Government Licence v3.0",
            "publisher": "headwater demonstration",
            "glossary": [],
            "definitions": [],
            "keywords": ["serious violence"],
            "code_version": "0.1.0",
            "seed": 1,
            "synthetic": True,
        },
        "key_findings": ["what.highest"],
        "checks": {"tables": 1, "hidden": 4, "attack": "passed", "profiles": {"police": 1}},
        "is_restricted": is_restricted,
        "locked_at": AT - timedelta(hours=1),
        "locked_by": "P-SOMEBODY",
        **given,
    }
    edition = Edition.objects.create(workspace=workspace or build_workspace(), **fields)
    _fill(edition)
    return edition


def _fill(edition: Edition) -> None:
    blocks = [
        {"kind": "paragraph", "text": "This chapter counts what happened.", "items": [], "ref": ""},
        {"kind": "finding", "text": "", "items": [], "ref": "what.highest"},
        {"kind": "table", "text": "", "items": [], "ref": "what-areas"},
    ]
    Chapter.objects.create(
        edition=edition,
        position=1,
        slug="what",
        title="What is happening",
        question="What kinds of violence happen?",
        blocks=blocks,
        narrative="",
    )
    columns = [
        {**column, "provenance": PROVENANCE if at > 1 else None}
        for at, column in enumerate(COLUMNS)
    ]
    Table.objects.create(
        edition=edition,
        slug="what-areas",
        title="Serious violence by district",
        columns=columns,
        rows=ROWS,
        row_count=len(ROWS),
        key_columns=1,
        profile="police",
        rule="Counts from 1 to 4 are shown as [c].",
        notes=["Only offences recorded by police."],
        hidden=4,
    )
    Finding.objects.create(
        edition=edition,
        position=1,
        slug="what.highest",
        sentence="Larkminster has 12.5 offences for every 1,000 residents.",
        strength="strong",
        because="It is a count of a whole year.",
        cautions=["Recorded crime only."],
        figures=["what-areas:Z99D00001:rate"],
    )
    _rests_on(edition, "recorded_crimes" if edition.is_restricted else "crimes")


def _rests_on(edition: Edition, table: str) -> None:
    load = {
        "source": "recorded_crime",
        "table": table,
        "schema_version": "1",
        "rows": 12,
        "rejected": 0,
        "files": [],
        "accepted": {"at": AT.isoformat(), "by": "P-SECRET"},
    }
    query = {"id": "x-1", "name": "offences by area", "sql": "SELECT 1", "tables": ["offences"]}
    for kind, key, body in (("load", "L-1", load), ("expression", "x-1", query)):
        Working.objects.create(edition=edition, kind=kind, key=key, body=body)


def build_proposal(edition: Edition | None = None, **given: Any) -> Release:
    """A proposal to publish an edition."""
    edition = edition or build_edition()
    fields = {
        "workspace": edition.workspace,
        "kind": Kind.ASSESSMENT,
        "subject": edition.reference,
        "title": edition.title,
        "slug": SLUG,
        "edition": edition,
        "is_restricted": edition.is_restricted,
        "checks": edition.checks,
        "reason": REASON,
        "embargo_until": None,
        "actor": lead(),
        "at": AT,
        **given,
    }
    return changes.propose(**fields)


def build_week(workspace: Workspace | None = None, **given: object) -> Edition:
    """One small week of early warning, of the last week of July 2025."""
    fields: dict[str, Any] = {
        "kind": EditionKind.EARLY_WARNING,
        "week": "2025-W30",
        "first_month": date(2025, 7, 1),
        "last_month": date(2025, 7, 1),
        "period_words": "week of 21 July 2025",
        "title": "Early warning of serious violence",
        "summary": "1 alert from 1 rule in the week of 21 July 2025.",
        **given,
    }
    return build_edition(workspace, **fields)


def build_warning(edition: Edition | None = None, **given: Any) -> Release:
    """A proposal to publish a week."""
    edition = edition or build_week()
    fields = {"kind": Kind.WARNING, "title": str(edition), "slug": WEEK_SLUG, **given}
    return build_proposal(edition, **fields)


def build_scorecards(**given: Any) -> Release:
    """A proposal to publish scorecards."""
    fields = {
        "kind": Kind.SCORECARD,
        "subject": "loamshire",
        "title": "Scorecards of early warning: Loamshire",
        "slug": CARDS_SLUG,
        "snapshot": SCORECARDS,
        **given,
    }
    return build_update(**fields)


def build_update(slug: str = "new-knife-amnesty", **given: Any) -> Release:
    """A proposal to publish a post."""
    snapshot = {
        "title": "A new knife amnesty",
        "summary": "Bins open in three towns.",
        "body": "Bins open on Monday.\n\n- Larkminster\n- Emberstow",
    }
    fields = {
        "workspace": build_workspace(),
        "kind": Kind.UPDATE,
        "subject": "N-TEST",
        "title": snapshot["title"],
        "slug": slug,
        "snapshot": snapshot,
        "is_restricted": False,
        "checks": {},
        "reason": REASON,
        "embargo_until": None,
        "actor": lead(),
        "at": AT,
        **given,
    }
    return changes.propose(**fields)


def approved(release: Release, *, at: datetime = AT) -> Release:
    """The release with every approval it needs."""
    who = [approver(), second_approver()] if release.is_restricted else [approver()]
    for each in who:
        release = changes.approve(release=release, reason=REASON, actor=each, at=at)
    return release


def published(release: Release, *, at: datetime = AT) -> Release:
    """The release, approved and public."""
    return changes.publish(release=approved(release, at=at), actor=lead(), at=at)
