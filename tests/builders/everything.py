"""One of everything that has an address, so that every route can be walked with what is there."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone

from builders.accounts import signed_in
from builders.addresses import Parts, fill, filled
from builders.alerts import Rise, build_watch_rule, stored_week
from builders.algorithms import build_description
from builders.applying import build_applying_life
from builders.boards import build_boards_life
from builders.choosing import choosing_rows
from builders.consultation import consultation_rows
from builders.deciding_life import build_deciding_life
from builders.definition import definition_rows
from builders.delivering import build_delivering_life
from builders.duty import build_duty_life
from builders.editions_web import stored_edition
from builders.evidence import build_evidence_life
from builders.gaps import gaps_rows
from builders.indicators import plain_with_indicators
from builders.money import build_money_life
from builders.partners import build_owner
from builders.passkeys import Passkey
from builders.plan import plan_rows, released_plan
from builders.publishing import build_publishing_life
from builders.releases import REASON
from builders.rounds import build_rounds_life
from builders.services import build_services_life
from builders.sharing import build_sharing_life
from builders.thread import build_thread
from builders.watching import FAIRNESS
from builders.web import LONG_AGO, build_member, build_organisation, build_workspace
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.audit.models import Entry
from headwater.web.documents import storage
from headwater.web.documents.models import Document, Scan
from headwater.web.editions.models import Edition, NarrativeVersion
from headwater.web.editions.models import Status as EditionStatus
from headwater.web.insights.algorithms.changes import FIELDS
from headwater.web.insights.algorithms.models import Algorithm, Edit
from headwater.web.insights.assessments.models import Comment
from headwater.web.insights.data_in.models import ExpectedFile, Supply, Upload, UploadFault
from headwater.web.insights.data_in.rules.workflow import Status as UploadStatus
from headwater.web.insights.watch.changes.raising import raise_alerts
from headwater.web.insights.watch.models import Alert
from headwater.web.insights.watch.rules.answering import Said
from headwater.web.insights.watch.rules.registering import Status as RuleStatus
from headwater.web.notices.models import Notice
from headwater.web.partners.changes import BodyDetails
from headwater.web.partners.models import (
    BodyKind,
    Membership,
    Organisation,
    OwnerBody,
    StatutoryRole,
    Workspace,
)
from headwater.web.public_site.models import Post, Problem
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.models import Status as ReleaseStatus
from headwater.web.releases.seals import seal_of
from headwater.web.worklist.changes import hash_of
from headwater.web.worklist.models import Feed, Item


@dataclass(frozen=True, slots=True)
class Everything:
    """One of each thing in a partnership, and where each is."""

    workspace: Workspace
    organisation: Organisation
    person: User
    parts: Mapping[str, Parts]
    """By route, what fills its address but for the workspace."""
    rows: Mapping[str, Any] = field(default_factory=dict)

    def address(self, route: str, *, workspace: str = "") -> str:
        """Where a route is, about what this partnership holds."""
        return filled(route, {"workspace": workspace or self.workspace.slug, **self.parts[route]})

    def address_of_nothing(self, route: str, *, workspace: str = "") -> str:
        """The same address about something that is not there."""
        missing = {name: _nothing_like(value) for name, value in self.parts[route].items()}
        return filled(route, {"workspace": workspace or self.workspace.slug, **missing})


def _nothing_like(value: object) -> object:
    """What has the shape of a value and belongs to nobody."""
    if isinstance(value, int):
        return 29_999
    found = re.match(r"[A-Z]{1,2}-", str(value))
    return f"{found[0]}2222-2222" if found else value


def body_of(answer: Any) -> bytes:
    """Every byte of an answer. A file is read to its end, which closes it."""
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def _add(rows: dict[str, Any], built: Mapping[str, Any]) -> None:
    """Put what was built with the rest. One name would hide another's row, and its pages."""
    assert not (same := rows.keys() & built.keys()), f"two rows are called {same}"
    rows |= built


def build_everything(slug: str = "loamshire", *, said: str = "Larkminster") -> Everything:
    """A partnership with one of each thing. `said` stands in every text that somebody enters."""
    workspace = build_workspace(slug, area_name=said[:100])
    organisation = build_organisation(
        workspace, name=f"{said} {slug}"[:160], statutory_role=StatutoryRole.HEALTH
    )
    person = build_member(
        *Role, name=f"{said} {slug}"[:110], organisation=organisation, email=f"{slug}@every.example"
    )
    rows: dict[str, Any] = {}
    for built in (
        _partners(workspace, organisation, person, said),
        _work(workspace, organisation, person, said),
        _supplies(workspace, organisation, person, said),
        _publishing(workspace, person, said),
        _watching(workspace, person, said),
        plan_rows(workspace, organisation, person, said),
        gaps_rows(workspace, organisation, person, said),
        choosing_rows(workspace, person, said),
        build_boards_life(workspace, organisation, person, said),
        definition_rows(workspace, person, said),
        consultation_rows(workspace, organisation, person, said),
        build_sharing_life(organisation, said),
        build_services_life(workspace, organisation, person, said),
        build_publishing_life(workspace, person, said),
        build_evidence_life(workspace, organisation, person, said),
        build_money_life(workspace, person, said),
        build_delivering_life(workspace, said),
    ):
        _add(rows, built)
    _add(rows, build_thread(workspace, organisation, rows["edition"]))
    _add(rows, build_duty_life(workspace, organisation, person, said, rows["document"]))
    _add(rows, build_applying_life(workspace, organisation, said))
    _add(rows, build_rounds_life(workspace, said, rows["document"]))
    _add(rows, build_deciding_life(workspace, person, said, rows["round"]))
    return Everything(workspace, organisation, person, fill(organisation, person, rows), rows)


def _partners(
    workspace: Workspace, organisation: Organisation, person: User, said: str
) -> dict[str, Any]:
    details = BodyDetails(BodyKind.COMMISSIONER, said[:160], said[:200], "office@pcc.example", said)
    owner = build_owner(workspace, details)
    owner.ends_on, owner.address = _in(days=30), said
    owner.save(update_fields=["ends_on", "address"])
    planned = OwnerBody.objects.create(
        workspace=workspace,
        kind=BodyKind.MAYOR,
        name=f"{said} next"[:160],
        legal_name=said[:200],
        email="office@mayor.example",
        starts_on=_in(days=31),
    )
    OwnerBody.objects.filter(pk=owner.pk).update(successor=planned)
    membership = Membership.objects.filter(user=person).order_by("pk").last()
    from headwater.web.audit.ledger import record
    from headwater.web.partners.events import Happened

    record(
        Happened.ORGANISATION_ADDED,
        about=organisation,
        by=HEADWATER,
        at=clock.now(),
        workspace=workspace.slug,
        reason=said[:400],
    )
    entry = Entry.objects.filter(workspace=workspace.slug).latest("number")
    return {"planned": planned, "membership": membership, "entry": entry}


def _in(*, days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _work(
    workspace: Workspace, organisation: Organisation, person: User, said: str
) -> dict[str, Any]:
    notice = Notice.objects.create(
        user=person,
        kind="told",
        subject=said[:200],
        words=said,
        link=f"/work/{workspace.slug}/",
        at=clock.now(),
    )
    item = Item.objects.create(
        workspace=workspace,
        kind="file_expected",
        title=said[:200],
        link=f"/work/{workspace.slug}/",
        about="X-2222-2223",
        due_on=_in(days=1),
        organisation=organisation,
        opened_at=clock.now(),
        changed_at=clock.now(),
    )
    token = f"secret-of-{workspace.slug}"
    feed = Feed.objects.create(user=person, token_hash=hash_of(token), made_at=clock.now())
    signed_in(person)
    number = UserSession.objects.create(
        user=person, ip="192.0.2.7", session_key=f"key-of-{workspace.slug}", user_agent=said[:200]
    ).pk
    key = Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": said[:100], "credential": json.loads(Passkey().made("AAAA"))},
    )
    return {
        "notice": notice,
        "item": item,
        "token": token,
        "feed": feed,
        "session": number,
        "key": key.pk,
    }


def _supplies(
    workspace: Workspace, organisation: Organisation, person: User, said: str
) -> dict[str, Any]:
    document = Document.objects.create(
        workspace=workspace,
        organisation=organisation,
        purpose="data_in",
        name=said[:100],
        kind="csv",
        bytes=10,
        sha256="ab" * 32,
        scan=Scan.NOT_SCANNED,
        uploaded_by=person,
        at=clock.now(),
        keep_until=_in(days=100),
    )
    path = storage.path_of(document)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a,b\n1,2\n")
    upload = _upload(workspace, organisation, person, document, said)
    expected = ExpectedFile.objects.create(
        workspace=workspace,
        organisation=organisation,
        source="istv_ed",
        supplier=f"of-{workspace.slug}"[:40],
        starts_on=LONG_AGO.replace(day=1),
    )
    Supply.objects.get_or_create(
        source="istv_ed",
        slice=workspace.slug,
        load_id=f"load-{workspace.slug}",
        defaults={
            "supplier": expected.supplier,
            "month": date(2024, 9, 1),
            "loaded_at": clock.now(),
            "rows": 9,
            "overall": 77,
        },
    )
    return {"document": document, "upload": upload, "expected": expected}


def _upload(
    workspace: Workspace, organisation: Organisation, person: User, document: Document, said: str
) -> Upload:
    upload = Upload.objects.create(
        workspace=workspace,
        organisation=organisation,
        source="istv_ed",
        document=document,
        file_name=said[:200],
        sha256="ab" * 32,
        status=UploadStatus.READY,
        uploaded_by=person.reference,
        uploaded_at=clock.now(),
        moved_at=clock.now(),
        supplier="z9901",
        month=date(2024, 9, 1),
        sheets=[{"name": said, "header": [said, "when"], "rows": 1}],
        sheet=0,
        fields=["assault_method", ""],
        warnings=[said],
        preview={"columns": [said], "rows": [[said]]},
        counts={"rows_in": 1, "rows": 1, "added": 1, "gone": 0, "as_they_were": 0, "rejected": {}},
    )
    UploadFault.objects.create(
        upload=upload,
        position=1,
        row=2,
        column=said[:200],
        value=said[:200],
        problem=said,
        remedy=said,
    )
    return upload


def _publishing(workspace: Workspace, person: User, said: str) -> dict[str, Any]:
    edition = stored_edition(
        workspace=workspace,
        status=EditionStatus.LOCKED,
        plain=_saying(said),
        requested_by=person.reference,
    )
    chapter = edition.chapters.order_by("position").first()
    assert chapter is not None
    chapter.narrative, chapter.narrative_by, chapter.narrative_at = (
        said,
        person.reference,
        clock.now(),
    )
    chapter.save(update_fields=["narrative", "narrative_by", "narrative_at"])
    NarrativeVersion.objects.create(
        chapter=chapter, number=1, text=said, by=person.reference, at=clock.now()
    )
    comment = Comment.objects.create(
        chapter=chapter, by=person.reference, at=clock.now(), text=said
    )
    description = build_description()
    fields = {name: getattr(description, name) for name in FIELDS}
    algorithm = Algorithm.objects.create(
        workspace=workspace,
        key=f"key-{workspace.slug}",
        status="in_use",
        **{**fields, "name": said[:160], "purpose": said, "risks": said},
    )
    Edit.objects.create(
        algorithm=algorithm,
        number=1,
        at=clock.now(),
        by=person.reference,
        said={**_words(algorithm), "status": "in_use", "status_reason": said},
    )
    post = Post.objects.create(
        workspace=workspace,
        title=said[:120],
        slug=f"post-{workspace.slug}",
        summary=said[:300],
        body=f"{said}\n\n## {said}\n\n- {said}",
        written_by=[person.reference],
        started_at=clock.now(),
        changed_at=clock.now(),
    )
    problem = Problem.objects.create(
        workspace=workspace, page="/", doing=said, wrong=said, at=clock.now()
    )
    release = _release(edition, person, said, kind=Kind.ASSESSMENT, slug=f"needs-{workspace.slug}")
    return {
        "edition": edition,
        "chapter": chapter,
        "comment": comment,
        "algorithm": algorithm,
        "post": post,
        "problem": problem,
        "release": release,
    }


def _watching(workspace: Workspace, person: User, said: str) -> dict[str, Any]:
    words = {
        "workspace": workspace,
        "title": said[:120],
        "purpose": said,
        "owner": said[:160],
        "area_name": said[:120],
        "written_by": person.reference,
    }
    rule = build_watch_rule(
        f"rule-{workspace.slug}", why_off=said, fairness=FAIRNESS.as_data(), **words
    )
    ready = build_watch_rule(
        f"ready-{workspace.slug}", status=RuleStatus.READY, failure=said, replaces=rule, **words
    )
    week = stored_week(
        {rule: [Rise(areas=(("Z99D00001", said[:100]),))]}, status=EditionStatus.LOCKED
    )
    raise_alerts(edition=week, at=clock.now())
    alert = Alert.objects.get(rule=rule)
    alert.notes.create(kind=Said.DONE, by=person.reference, at=clock.now(), text=said)
    return {
        "rule": rule,
        "ready": ready,
        "week": week,
        "alert": alert,
        "warning": _release(
            week, person, said, kind=Kind.WARNING, slug=f"early-warning-{workspace.slug}"
        ),
    }


def _saying(said: str) -> dict[str, Any]:
    """An edition as data, with something said wherever words of people or suppliers stand."""
    plain = plain_with_indicators()
    plain |= {"title": said, "summary": said}
    for table in plain["tables"].values():
        table |= {"title": said, "notes": [said], "rule": said}
        names = [
            at
            for at, column in enumerate(table["columns"])
            if column["kind"] in ("name", "text") and at >= table["key_columns"]
        ]
        for row in table["rows"]:
            for at in names:
                row[at] = said if column_is_free(table["columns"][at]["key"]) else row[at]
    for chapter in plain["chapters"]:
        chapter |= {"title": said[:160], "question": said[:240]}
        chapter["blocks"].append({"kind": "paragraph", "text": said, "items": [], "ref": ""})
        chapter["blocks"].append({"kind": "bullets", "text": "", "items": [said], "ref": ""})
    for finding in plain["findings"].values():
        finding |= {"sentence": said, "because": said, "cautions": [said]}
    for drawn in (*plain["charts"].values(), *plain["maps"].values()):
        drawn |= {"title": said, "summary": said}
    for outline in plain["outlines"]:
        outline["name"] = said
    return plain


def column_is_free(key: str) -> bool:
    """Whether a column holds what suppliers wrote, not words of ours that code looks for."""
    return key in ("area_name", "name", "district", "of")


def _words(algorithm: Algorithm) -> dict[str, Any]:
    return {name: str(getattr(algorithm, name)) for name in FIELDS if name != "more"}


def _release(edition: Edition, person: User, said: str, *, kind: Kind, slug: str) -> Release:
    release = Release.objects.create(
        workspace=edition.workspace,
        kind=kind,
        subject=edition.reference,
        edition=edition,
        title=said[:200],
        slug=slug,
        number=1,
        status=ReleaseStatus.PROPOSED,
        checks=edition.checks,
        proposed_by=person.reference,
        authors=["P-2222-2223"],
        proposed_at=clock.now(),
        reason=f"{said} {REASON}",
    )
    release.fingerprint = seal_of(release)
    release.save(update_fields=["fingerprint"])
    return release


def release_everything(held: Everything) -> None:
    """What waits in a partnership is public: one of everything that can be released."""
    at = clock.now()
    waiting = [held.rows["release"].pk, held.rows["warning"].pk]
    Release.objects.filter(pk__in=waiting).update(status=ReleaseStatus.PUBLISHED, published_at=at)
    post, algorithm = held.rows["post"], held.rows["algorithm"]
    from headwater.web.insights.algorithms import atrs
    from headwater.web.insights.watch.queries import scorecards
    from headwater.web.public_site.changes import snapshot_of

    for kind, subject, title, slug, snapshot in (
        (Kind.UPDATE, post.reference, post.title, post.slug, snapshot_of(post)),
        (
            Kind.ALGORITHM,
            algorithm.reference,
            algorithm.name,
            algorithm.key,
            atrs.record(atrs.said_by(algorithm)),
        ),
        (
            Kind.SCORECARD,
            held.workspace.slug,
            f"Scorecards of {held.workspace.name}",
            f"scorecards-{held.workspace.slug}",
            scorecards.snapshot(held.workspace, at),
        ),
        (
            Kind.PLAN,
            held.rows["plan"].reference,
            f"Plan of {held.workspace.name}",
            f"plan-{held.workspace.slug}",
            released_plan(held.rows["plan"]),
        ),
    ):
        Release.objects.create(
            workspace=held.workspace,
            kind=kind,
            subject=subject,
            title=title[:200],
            slug=slug,
            number=1,
            snapshot=snapshot,
            status=ReleaseStatus.PUBLISHED,
            proposed_by=held.person.reference,
            proposed_at=at,
            published_at=at,
            reason=REASON,
        )
