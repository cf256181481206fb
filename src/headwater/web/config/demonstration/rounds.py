"""Rounds of Loamshire's Youth Fund: one is over, one is open, one is being written.

They follow the shape that Cambridgeshire's fund had: up to £3,500 each, for ages 5 to 18, or 25
with special educational needs or disabilities.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from headwater.core.papers import Bullets, Heading, Paper, Paragraph
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration import cast
from headwater.web.config.demonstration.steps import Step
from headwater.web.documents.changes import keep_upload
from headwater.web.documents.kinds import PAPERS
from headwater.web.grants.money.changes import funds
from headwater.web.grants.money.changes.funds import PotSaid
from headwater.web.grants.money.models import Fund, Source
from headwater.web.grants.money.queries import positions
from headwater.web.grants.rounds.changes import attaching, publishing, writing
from headwater.web.grants.rounds.changes.writing import Beginning
from headwater.web.grants.rounds.models import Round
from headwater.web.grants.rounds.queries.rounds import pots_of
from headwater.web.grants.rounds.rules.describing import LONDON, About, Terms
from headwater.web.grants.rounds.rules.templates import SMALL_GRANTS, Start
from headwater.web.grants.rounds.threads import ROUND
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import actor_for
from headwater.web.thread import changes as thread
from headwater.web.thread import kinds
from headwater.web.thread.rules import Relation

LEAD, APPROVER = "lead@loamshire.example", "approver@loamshire.example"
OVER, OPEN, NEXT = "Youth Fund: summer", "Youth Fund: winter", "Youth Fund: next summer"
"""Titles of the rounds, by which those who tell what came of them find them."""
BEGUN, ASKED, PUBLISHED, OPENED, CLOSED = 262, 256, 254, 250, 208
"""Days ago, of the round that is over."""
BEGUN_AGAIN, ASKED_AGAIN, PUBLISHED_AGAIN, OPENED_AGAIN, LEFT = 38, 34, 32, 28, 14
"""Days ago of the one that is open, and the days it has left."""
BEGUN_NEXT = 4
SHORT = (120, 130)
"""Days until the next one opens and closes: too few in between, so that something is missing."""
PLACES = (
    ("Z99D00001", "Thimblewick"),
    ("Z99D00002", "Candlemere"),
    ("Z99D00003", "Quillhaven"),
    ("Z99D00004", "Wrenfold"),
    ("Z99D00005", "Mosswater"),
    ("Z99D00006", "Emberstow"),
    ("Z99D00007", "Larkminster"),
)
"""The county's districts and its city."""
TOTALS = {OVER: Decimal("45000.00"), OPEN: Decimal("30000.00")}
CONTACT = "youthfund@pcc.loamshire.example"
A_DAY = timedelta(days=1)


def steps(workspace: Workspace) -> Iterator[Step]:
    """Three rounds, from the day the first was begun."""
    yield Step(BEGUN, lambda at: _begin(workspace, OVER, (BEGUN - OPENED, BEGUN - CLOSED), at))
    yield Step(ASKED, lambda at: _ask(workspace, OVER, at))
    yield Step(PUBLISHED, lambda at: _publish(workspace, OVER, at))
    again = (BEGUN_AGAIN - OPENED_AGAIN, BEGUN_AGAIN + LEFT)
    yield Step(BEGUN_AGAIN, lambda at: _begin(workspace, OPEN, again, at, earlier=OVER))
    yield Step(ASKED_AGAIN, lambda at: _ask(workspace, OPEN, at))
    yield Step(PUBLISHED_AGAIN, lambda at: _publish(workspace, OPEN, at))
    yield Step(BEGUN_NEXT, lambda at: _begin(workspace, NEXT, SHORT, at, earlier=OPEN))


def _actor(email: str) -> Actor:
    return actor_for(User.objects.get(email=email), today=timezone.localdate())


def fund_of(workspace: Workspace, at: datetime) -> Fund:
    """The Youth Fund, written here with a pot where nobody has written it yet."""
    found = Fund.objects.filter(workspace=workspace, name__startswith="Youth Fund").first()
    if found is not None:
        return found
    lead = _actor(LEAD)
    made = funds.write_fund(
        workspace=workspace, name="Youth Fund", purpose=SMALL_GRANTS.purpose, actor=lead, at=at
    )
    year = timezone.localdate(at).year
    said = PotSaid(
        name=f"Youth Fund, precept {year}",
        year=year,
        source=Source.PRECEPT,
        budget=Decimal("120000.00"),
    )
    funds.write_pot(fund=made, said=said, actor=lead, at=at)
    return made


def _begin(
    workspace: Workspace, title: str, days: tuple[int, int], at: datetime, earlier: str = ""
) -> None:
    """A draft with everything but, where it is to be published, the words and the money."""
    opens_at, closes_at = (_noon(at + each * A_DAY) for each in days)
    made = writing.begin(
        fund=fund_of(workspace, at),
        said=Beginning(
            title,
            Start.COPY if earlier else Start.YOUTH_FUND,
            opens_at,
            closes_at,
            _round(workspace, earlier) if earlier else None,
        ),
        actor=_actor(LEAD),
        at=at,
    )
    if title in TOTALS:
        _describe(made, at)
    if not earlier:
        _attach(made, at)
        _tie(made, at)


def _noon(at: datetime) -> datetime:
    return datetime.combine(timezone.localdate(at), time(12), tzinfo=LONDON)


def _round(workspace: Workspace, title: str) -> Round:
    return Round.objects.select_related("workspace", "fund").get(workspace=workspace, title=title)


def _describe(draft: Round, at: datetime) -> None:
    lead = _actor(LEAD)
    words = ("summary", "purpose", "who_can_apply", "how_decided", "data_use", "minutes")
    told = writing.change_about(
        round=draft,
        said=About(
            title=draft.title,
            contact=CONTACT,
            **{name: getattr(SMALL_GRANTS, name) for name in words},
        ),
        version=draft.version,
        actor=lead,
        at=at,
    )
    pots = [each for each in pots_of(draft.fund) if not each.ring_fence]
    held = positions(pots)
    enough = sorted(pots, key=lambda pot: -held[pot.pk].available)
    writing.change_terms(
        round=told,
        said=Terms(
            total=TOTALS[draft.title],
            largest_award=SMALL_GRANTS.largest_award,
            smallest_award=SMALL_GRANTS.smallest_award,
            youngest=SMALL_GRANTS.youngest,
            oldest=SMALL_GRANTS.oldest,
            oldest_with_send=SMALL_GRANTS.oldest_with_send,
            places=PLACES,
            small_income=SMALL_GRANTS.small_income,
            pots=tuple(each.reference for each in enough[:2]),
        ),
        version=told.version,
        actor=lead,
        at=at,
    )


def _attach(draft: Round, at: datetime) -> None:
    """Guidance to read first, as a document."""
    from headwater.reporting.paper_words import word_bytes

    lead = _actor(LEAD)
    made = word_bytes(_guidance(draft, at))
    document = keep_upload(
        workspace=draft.workspace,
        file=SimpleUploadedFile("youth-fund-guidance.docx", made),
        purpose="document of a round",
        kinds=PAPERS,
        actor=lead,
        at=at,
    )
    attaching.attach(
        round=draft, document=document, title="Guidance: read this first", actor=lead, at=at
    )


def _guidance(draft: Round, at: datetime) -> Paper:
    return Paper(
        title="Youth Fund guidance",
        subtitle="Read this before you apply",
        publisher=cast.OWNER.name,
        made_on=timezone.localdate(at),
        parts=(
            Paragraph(draft.purpose or SMALL_GRANTS.purpose),
            Heading("What we like to see"),
            Bullets(
                (
                    "Young people who had a say in it.",
                    "A safe place, with adults who know what to do when something is wrong.",
                    "Honest numbers. Ten who come every week are better than a hundred once.",
                )
            ),
            Heading("What we cannot pay for"),
            Bullets(("What has already happened.", "What the law says must be provided anyway.")),
        ),
        is_fictional=True,
    )


def _tie(draft: Round, at: datetime) -> None:
    """The round answers the first gap and the first priority that there are."""
    lead = _actor(LEAD)
    for code in ("gap", "priority"):
        kind = kinds.kind(code)
        offered = kind.offer(lead, draft.workspace.slug, "") if kind and kind.offer else []
        for bead in offered[:1]:
            thread.tie(
                workspace=draft.workspace,
                first=(ROUND, draft.reference),
                relation=Relation.ANSWERS,
                second=(bead.kind, bead.reference),
                actor=lead,
                at=at,
            )


def _ask(workspace: Workspace, title: str, at: datetime) -> None:
    draft = _round(workspace, title)
    publishing.put_forward(round=draft, version=draft.version, actor=_actor(LEAD), at=at)


def _publish(workspace: Workspace, title: str, at: datetime) -> None:
    waiting = _round(workspace, title)
    publishing.publish(round=waiting, version=waiting.version, actor=_actor(APPROVER), at=at)
