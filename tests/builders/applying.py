"""Rounds that are open, people who apply, and what they write."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from builders.web import build_workspace
from headwater.web.documents import storage
from headwater.web.documents.models import Document, Scan
from headwater.web.grants.applying import queries
from headwater.web.grants.applying.changes import identity, sending, writing
from headwater.web.grants.applying.changes.sending import Certified
from headwater.web.grants.applying.changes.writing import Saved, Typed
from headwater.web.grants.applying.models import (
    Applicant,
    Application,
    Attachment,
    LateRequest,
    Member,
    ResumeLink,
    SignInCode,
)
from headwater.web.grants.applying.rules.writing import Seen, mark_of
from headwater.web.grants.applying.submitters import Submitter, submitter
from headwater.web.grants.money.models import Fund
from headwater.web.grants.rounds.models import (
    EligibilityRule,
    Question,
    Round,
    RoundState,
    Section,
)
from headwater.web.partners.models import Organisation, Workspace

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday on which rounds are open."""
A_DAY = timedelta(days=1)
ANN, BEN = "ann@harbourlight.example", "ben@harbourlight.example"


def build_applicant(email: str = ANN, **given: Any) -> Applicant:
    """Somebody who applies."""
    return Applicant.objects.get_or_create(email=email, defaults={"first_seen_at": AT, **given})[0]


def as_applicant(email: str = ANN, *, only: str = "") -> Submitter:
    """The same as somebody who acts."""
    return submitter(build_applicant(email), only=only)


def code_sent(to: str) -> str:
    """The code in the last letter to an address."""
    letter = next(each for each in reversed(mail.outbox) if each.to == [to])
    found = re.search(r"Your code is (\d{3} \d{3})", str(letter.body))
    assert found is not None
    return found[1]


def sign_in(email: str = ANN, *, client: Client | None = None) -> Client:
    """A browser in which somebody typed the code that was sent to them."""
    browser = client or Client()
    browser.post("/apply/sign-in/", {"email": email})
    answer = browser.post("/apply/sign-in/code/", {"code": code_sent(email)})
    assert answer.status_code == 302
    return browser


def build_open_round(slug: str = "youth-fund", **given: Any) -> Round:
    """A round of Loamshire's fund that takes applications, with a few questions of each kind."""
    workspace = given.pop("workspace", None) or build_workspace()
    fund, _ = Fund.objects.get_or_create(
        workspace=workspace, name="Youth Fund", defaults={"purpose": "Clubs", "written_by": "x"}
    )
    said = {
        "title": "Youth Fund, spring",
        "summary": "Up to £3,500 for young people.",
        "state": RoundState.PUBLISHED,
        "opens_at": AT - 30 * A_DAY,
        "closes_at": AT + 30 * A_DAY,
        "total": 40_000,
        "largest_award": 3_500,
        "small_income": 10_000,
        "contact": "fund@pcc.example",
        "places": [{"code": "Z99D00001", "name": "Larkminster"}],
        "written_by": "x",
        "published_at": AT - 31 * A_DAY,
        **given,
    }
    made, is_new = Round.objects.get_or_create(
        slug=slug, defaults={"workspace": workspace, "fund": fund, **said}
    )
    if is_new:
        _ask(made)
    return made


def _ask(round: Round) -> None:
    EligibilityRule.objects.create(
        round=round,
        key="under-18",
        question="Is it for young people?",
        kind="yes_no",
        passing=["yes"],
        sentence="This round is for young people only. Try the community fund.",
    )
    project = Section.objects.create(round=round, title="Your project", position=1)
    papers = Section.objects.create(round=round, title="Papers", position=2)

    def ask(section: Section, key: str, kind: str, words: str, **more: Any) -> None:
        Question.objects.create(
            round=round,
            section=section,
            key=key,
            kind=kind,
            words=words,
            position=Question.objects.count() + 1,
            **more,
        )

    ask(project, "title", "short", "Name of the project", fills="title")
    ask(project, "what", "long", "What will you do?", word_limit=20, fills="summary")
    ask(project, "amount", "money", "How much do you ask for?", fills="amount")
    ask(project, "more", "long", "How will you measure it?", hidden_when_small=True)
    ask(papers, "safe", "yes_no", "Do you have a safeguarding policy?")
    ask(
        papers,
        "why-not",
        "short",
        "When will you have one?",
        shown_if_key="safe",
        shown_if_answer="no",
    )
    ask(papers, "policy", "upload", "Your policy", required=False)


OURS = {
    "our-name": "The Harbour Light Trust",
    "our-kind": "Registered charity",
    "our-charity": "1164883",
    "our-income": "50,000",
    "our-contact": "Ann Example",
    "our-role": "Treasurer",
}
FULL = {
    **OURS,
    "title": "Boxing on Fridays",
    "what": "A club for anybody of ten to seventeen.",
    "amount": "3,200",
    "more": "We count who comes.",
    "safe": "yes",
}
"""Everything that is asked, answered well."""


def begin(round: Round | None = None, *, by: str = ANN, at: datetime = AT) -> Application:
    """An application with nothing in it."""
    return writing.begin(
        round=round or build_open_round(),
        eligibility={"under-18": "yes"},
        actor=as_applicant(by),
        at=at,
    )


def write(
    application: Application, given: dict[str, Any], *, by: str = ANN, at: datetime = AT
) -> Saved:
    """Answers typed over whatever is there."""
    there = queries.written_of(application)
    typed = {
        key: Typed(each, Seen(there.versions.get(key, 0), mark_of(there.given.get(key))))
        for key, each in given.items()
    }
    return writing.save_answers(application=application, typed=typed, actor=as_applicant(by), at=at)


def build_draft(
    round: Round | None = None, *, by: str = ANN, at: datetime = AT, **given: Any
) -> Application:
    """An application that is finished but not sent in."""
    made = begin(round, by=by, at=at)
    write(made, {**FULL, **given}, by=by, at=at)
    return Application.objects.select_related("round__workspace").get(pk=made.pk)


def build_sent(
    round: Round | None = None, *, by: str = ANN, at: datetime = AT, **given: Any
) -> Application:
    """An application that was sent in."""
    draft = build_draft(round, by=by, at=at, **given)
    return sending.submit(
        application=draft, said=CERTIFIED, actor=as_applicant(by), at=at
    ).application


CERTIFIED = Certified("Ann Example", "Treasurer")


def build_applying_life(
    workspace: Workspace, organisation: Organisation, words: str
) -> dict[str, Any]:
    """An application with everything there is of one. `words` stand in every text somebody enters.

    The file is one that was handed in to another room: files are handed in with a scanner only.
    """
    now = timezone.now()
    round_ = build_open_round(
        f"open-{workspace.slug}",
        workspace=workspace,
        title=words[:160],
        opens_at=now - A_DAY,
        closes_at=now + A_DAY,
        published_at=now - A_DAY,
    )
    email = f"applicant-{workspace.slug}@harbourlight.example"
    build_applicant(email, name=words[:160], phone=words[:40])
    texts = {"our-name": words[:160], "title": words[:160], "what": words[:100], "more": words}
    draft = build_draft(round_, by=email, at=now, **texts)
    sent = build_sent(round_, by=email, at=now, **texts)
    late = build_draft(round_, by=email, at=now, **texts)
    asked = LateRequest.objects.create(
        application=late,
        reached_at=now,
        certified_by=late.started_by,
        certified_name=words[:160],
        certified_role=words[:160],
        why=words,
    )
    token = _ways_in(draft, workspace, now)
    Application.objects.filter(pk=draft.pk).update(edited_at=now)
    attachment = Attachment.objects.create(
        application=draft,
        document=handed_in(workspace, organisation, words, now),
        key="policy",
        added_by=draft.started_by.reference,
        added_at=now,
    )
    return {
        "open_round": round_,
        "application": draft,
        "application_sent": sent,
        "application_late": asked,
        "application_token": token,
        "application_file": attachment,
    }


def _ways_in(draft: Application, workspace: Workspace, at: datetime) -> str:
    """A link to go on with a draft and a code to sign in with; what the link says."""
    token = f"resume-{workspace.slug}"
    ResumeLink.objects.create(
        application=draft,
        applicant=draft.started_by,
        token_hash=identity.hash_of(token),
        made_at=at,
    )
    SignInCode.objects.create(
        browser_hash=f"b-{workspace.slug}",
        email=draft.started_by.email,
        code_hash="c",
        network="n",
        made_at=at,
        ends_at=at,
    )
    return token


def handed_in(
    workspace: Workspace, organisation: Organisation | None, words: str, at: datetime
) -> Document:
    """A file that goes with an application, in its place on disk."""
    made = Document.objects.create(
        workspace=workspace,
        organisation=organisation,
        purpose="application",
        name=words[:100],
        kind="csv",
        bytes=8,
        sha256="cd" * 32,
        scan=Scan.NOT_SCANNED,
        at=at,
        keep_until=at.date() + 100 * A_DAY,
    )
    path = storage.path_of(made)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a,b\n1,2\n")
    return made


def applying_parts(rows: dict[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """By the beginning of a route, what fills its address."""
    draft, late = rows["application"], rows["application_late"].application
    one = {"reference": draft.reference}
    return (
        ("applying:late", {"reference": late.reference}),
        ("applying:resume", {"token": rows["application_token"]}),
        ("applying:start", {"slug": rows["open_round"].slug}),
        ("applying:begin", {"slug": rows["open_round"].slug}),
        ("applying:application_part", {**one, "slug": "organisation"}),
        ("applying:application_files", {**one, "key": "policy"}),
        ("applying:application_file", {**one, "number": rows["application_file"].pk}),
        ("applying:application_remove", {**one, "number": draft.members.get().pk}),
        ("applying:application_copy", {**one, "kind": "docx"}),
        ("applying:", one),
    )


def crowd_applying() -> None:
    """Every application has members, a file, and was asked for although late."""
    people = list(Applicant.objects.order_by("pk")[:15])
    drafts = list(Application.objects.filter(state="draft").select_related("round__workspace"))
    Member.objects.bulk_create(
        [
            Member(application=each, applicant=person, added_at=AT)
            for each in Application.objects.order_by("pk")
            for person in people
        ],
        ignore_conflicts=True,
    )
    LateRequest.objects.bulk_create(
        [
            LateRequest(
                application=each,
                reached_at=AT,
                certified_by=person,
                certified_name="Ann",
                certified_role="Clerk",
                why="A line was down",
            )
            for each, person in zip(drafts[1:], people * len(drafts), strict=False)
        ],
        ignore_conflicts=True,
    )
    free = Document.objects.filter(attached=None, purpose="application").order_by("pk")
    Attachment.objects.bulk_create(
        Attachment(application=drafts[0], document=each, key="policy", added_by="x", added_at=AT)
        for each in free
    )
