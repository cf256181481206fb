"""What has happened in Loamshire so far, told through the changes that people make.

Nothing is written behind the back of the rules: files are handed in, assessments are asked for and
made by the worker, locked, proposed, approved by two people and published.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from headwater.core.periods import Month, Period
from headwater.core.words import counted
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.config.demonstration import (
    applying,
    boards,
    cast,
    choosing,
    consultation,
    deciding,
    definition,
    delivering,
    duty,
    evidence,
    gaps,
    money,
    paying,
    publishing,
    rounds,
    services,
    sharing,
    strategy,
    watching,
    words,
)
from headwater.web.config.demonstration.steps import Step, walk
from headwater.web.config.setting_up import set_up
from headwater.web.config.ticking import tick
from headwater.web.editions import changes as editions
from headwater.web.editions.models import Chapter, Edition
from headwater.web.insights.algorithms import changes as algorithms
from headwater.web.insights.algorithms.models import Algorithm
from headwater.web.insights.assessments import changes as assessments
from headwater.web.insights.assessments import tasks as assessment_tasks
from headwater.web.insights.data_in.changes import expected, uploads
from headwater.web.insights.data_in.rules.expecting import Every
from headwater.web.insights.data_in.supplies import source
from headwater.web.insights.watch.changes.publishing import propose_scorecards
from headwater.web.partners.changes.memberships import grant_membership
from headwater.web.partners.changes.organisations import add_organisation
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partners.queries import actor_for
from headwater.web.public_site import changes as posts
from headwater.web.releases import changes as releases
from headwater.web.releases.models import Release
from headwater.web.releases.queries import kind_of, slug_for

YEARS = tuple(Period.year_to(Month(year, 8)) for year in (2023, 2024, 2025))
FIRST_EXPECTED, LAST_EXPECTED = Month(2025, 6), Month(2025, 10)
"""Two months more than Loamshire's files, so that some are late and not all."""
MONTHS_LATE = 4
FAULTY_NAME = "istv_Z9903_2025-09.csv"


@dataclass(frozen=True, slots=True)
class Told:
    """One step that was taken, for whoever watches."""

    words: str


def tell(*, at: datetime) -> Iterator[Told]:
    """Fill an empty site. Each step is said when it is done; a site that is filled stays so."""
    if Workspace.objects.filter(slug=cast.SLUG).exists():
        yield Told("The site was filled before; nothing was changed.")
        return
    workspace = _partnership(at=at)
    yield Told(f"{Organisation.objects.count()} partners, {User.objects.count()} people")
    _expected_files(workspace, at=at)
    _uploads(workspace, at=at)
    _work()
    yield Told("files expected, one handed in with faults, one ready to load")
    made = [_assessment(workspace, period, at=at) for period in YEARS]
    _work()
    yield Told(f"{len(made)} assessments")
    _publish_earlier(made[:-1], at=at)
    _propose_latest(workspace, made[-1], at=at)
    _updates(workspace, at=at)
    _registers(workspace, at=at)
    _work()
    yield Told("two assessments published, one waiting for approval")
    raised = watching.watch(
        workspace, lead=_actor(Role.LEAD), helper=_actor(Role.CONTRIBUTOR), at=at, work=_work
    )
    _publish(watching.week_to_publish(workspace), words.REASON_TO_WARN, at=at)
    _publish_scorecards(workspace, at=at)
    _work()
    yield Told(f"three rules of early warning, {counted(raised, 'alert')}")
    lived = walk(_year(workspace), now=at)
    _work()
    yield Told(f"a year of meetings, plan, provision and grants in {counted(lived, 'step')}")


def _year(workspace: Workspace) -> Iterator[Step]:
    """What partners did together. Steps of one day are taken in this order."""
    for part in (
        definition,
        services,
        sharing,
        boards,
        consultation,
        gaps,
        strategy,
        evidence,
        duty,
        money,
        rounds,
        applying,
        deciding,
        choosing,
        delivering,
        paying,
        publishing,
    ):
        yield from part.steps(workspace)


def _work() -> None:
    """What the clock and a worker would do in the meantime."""
    tick(at=timezone.now())
    call_command("worker", until_empty=True, interval=0.1)


def _actor(role: Role, *, second: bool = False) -> Actor:
    email = cast.SECOND_APPROVER_EMAIL if second else f"{role.value}@loamshire.example"
    return actor_for(User.objects.get(email=email), today=timezone.localdate())


def _partnership(*, at: datetime) -> Workspace:
    workspace = set_up(
        slug=cast.SLUG,
        name=cast.NAME,
        area=cast.AREA,
        owner=cast.OWNER,
        starts_on=cast.DUTY_BEGAN,
        at=at,
    )
    for details in cast.PARTNERS:
        add_organisation(
            workspace=workspace,
            details=details,
            starts_on=cast.DUTY_BEGAN,
            actor=HEADWATER,
            at=at,
        )
    for person in cast.PEOPLE:
        _join(workspace, person, person.email, at=at)
    _join(workspace, cast.SECOND_APPROVER, cast.SECOND_APPROVER_EMAIL, at=at)
    return workspace


def _join(workspace: Workspace, person: cast.Person, email: str, *, at: datetime) -> None:
    user = User.objects.create_user(email, person.name, cast.PASSWORD)
    grant_membership(
        user=user,
        organisation=Organisation.objects.get(workspace=workspace, name=person.organisation),
        role=person.role,
        actor=HEADWATER,
        at=at,
    )


def _expected_files(workspace: Workspace, *, at: datetime) -> None:
    """Hospitals owed a file a month as long as Loamshire's files last; ambulances still do."""
    lately = Month.of(timezone.localdate(at)).plus(-MONTHS_LATE)
    for site in (1, 2, 3):
        _expect(workspace, "istv_ed", f"z990{site}", FIRST_EXPECTED, LAST_EXPECTED, at=at)
    _expect(workspace, "ambulance", "northsea", lately, None, at=at)


def _expect(
    workspace: Workspace,
    known: str,
    supplier: str,
    first: Month,
    last: Month | None,
    *,
    at: datetime,
) -> None:
    hospitals = Organisation.objects.get(workspace=workspace, name=cast.HOSPITALS)
    lead = _actor(Role.LEAD)
    awaited = expected.expect(
        workspace=workspace,
        organisation=hospitals,
        source=known,
        supplier=supplier,
        every=Every.MONTH,
        due_days=20,
        starts=first,
        actor=lead,
        at=at,
    )
    if last is not None:
        expected.change_expected(
            expected=awaited,
            organisation=hospitals,
            every=Every.MONTH,
            due_days=20,
            starts=first,
            ends=last,
            actor=lead,
            at=at,
            version=awaited.version,
        )


def _uploads(workspace: Workspace, *, at: datetime) -> None:
    """One file with faults in it, and one that only waits for somebody to say yes."""
    feed = settings.HOME / "loamshire" / "feeds" / "istv_ed" / "istv_Z9901_2025-06.csv"
    # June and September both have thirty days.
    later = feed.read_bytes().replace(b"2025-06", b"2025-09")
    _hand_in(workspace, "istv_Z9901_2025-09.csv", later, at=at)
    _hand_in(workspace, FAULTY_NAME, _broken(later.replace(b"Z9901", b"Z9903")), at=at)


def _broken(content: bytes) -> bytes:
    """The rows of a file with what goes wrong in real ones: a month that does not exist."""
    lines = content.splitlines(keepends=True)
    for number in (3, 5, 8):
        if number < len(lines):
            lines[number] = lines[number].replace(b"2025-09", b"2025-19", 1)
    return b"".join(lines)


def _hand_in(workspace: Workspace, name: str, content: bytes, *, at: datetime) -> None:
    site = name.split("_")[1]
    uploads.hand_in(
        workspace=workspace,
        organisation=Organisation.objects.get(workspace=workspace, name=cast.HOSPITALS),
        schema=source("istv_ed"),
        file=SimpleUploadedFile(name, content, content_type="text/csv"),
        supplier=site.lower(),
        month=Month(2025, 9),
        actor=_actor(Role.CONTRIBUTOR),
        at=at,
    )


def _assessment(workspace: Workspace, period: Period, *, at: datetime) -> Edition:
    assessment_tasks.look_around.call()
    return assessments.start(
        workspace=workspace,
        area_code=cast.AREA.code,
        area_name=cast.AREA.name,
        period=period,
        actor=_actor(Role.LEAD),
        at=at,
    )


def _publish_earlier(made: list[Edition], *, at: datetime) -> None:
    for number, edition in enumerate(made):
        _publish(edition, words.REASON_TO_PUBLISH, at=at + timedelta(seconds=number))


def _publish(edition: Edition, reason: str, *, at: datetime) -> None:
    release = _propose(edition, reason, at=at)
    _approve(release, at=at)
    release.refresh_from_db()
    releases.publish(release=release, actor=_actor(Role.LEAD), at=at)


def _publish_scorecards(workspace: Workspace, *, at: datetime) -> None:
    lead = _actor(Role.LEAD)
    release = propose_scorecards(
        workspace=workspace, reason=words.REASON_TO_SCORE, embargo_until=None, actor=lead, at=at
    )
    _approve(release, at=at)
    release.refresh_from_db()
    releases.publish(release=release, actor=lead, at=at)


def _propose_latest(workspace: Workspace, edition: Edition, *, at: datetime) -> None:
    """The newest waits: a chapter was written in and talked about, nobody approved it yet."""
    lead = _actor(Role.LEAD)
    chapter = Chapter.objects.filter(edition=edition).order_by("position")[2]
    editions.write_narrative(
        chapter=chapter, text=words.NARRATIVE, version=chapter.version, actor=lead, at=at
    )
    assessments.comment(
        chapter=chapter,
        text=words.COMMENT,
        mentions=[User.objects.get(email="lead@loamshire.example")],
        actor=_actor(Role.CONTRIBUTOR),
        at=at,
    )
    _propose(edition, words.REASON_TO_PUBLISH, at=at)


def _propose(edition: Edition, reason: str, *, at: datetime) -> Release:
    lead = _actor(Role.LEAD)
    edition.refresh_from_db()
    link = reverse("insights:assessment", args=[edition.workspace.slug, edition.reference])
    locked = editions.lock(edition=edition, link=link, actor=lead, at=at)
    return releases.propose(
        workspace=edition.workspace,
        kind=kind_of(locked),
        subject=locked.reference,
        title=str(locked),
        slug=slug_for(locked),
        edition=locked,
        is_restricted=locked.is_restricted,
        checks=locked.checks,
        reason=reason,
        embargo_until=None,
        actor=lead,
        at=at,
    )


def _approve(release: Release, *, at: datetime) -> None:
    """As many approvers as the release needs."""
    for second, reason in zip((False, True), words.AGREED, strict=True):
        release.refresh_from_db()
        if release.status == "proposed":
            approver = _actor(Role.APPROVER, second=second)
            releases.approve(release=release, reason=reason, actor=approver, at=at)


def _updates(workspace: Workspace, *, at: datetime) -> None:
    lead = _actor(Role.LEAD)
    posts.start_post(workspace=workspace, given=words.YOUTH_FUND, actor=lead, at=at)
    welcome = posts.start_post(workspace=workspace, given=words.WELCOME, actor=lead, at=at)
    release = posts.propose_post(
        post=welcome,
        reason=words.REASON_TO_POST,
        correction="",
        embargo_until=None,
        actor=lead,
        at=at,
    )
    _approve(release, at=at)
    release.refresh_from_db()
    releases.publish(release=release, actor=lead, at=at)


def _registers(workspace: Workspace, *, at: datetime) -> None:
    """Every algorithm's record is public."""
    lead = _actor(Role.LEAD)
    for algorithm in Algorithm.objects.filter(workspace=workspace):
        release = algorithms.propose(
            algorithm=algorithm, reason=words.REASON_TO_REGISTER, actor=lead, at=at
        )
        _approve(release, at=at)
        release.refresh_from_db()
        releases.publish(release=release, actor=lead, at=at)
