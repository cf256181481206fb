"""Rounds of a fund, from a draft with the library's parts to one that takes applications."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from builders.money import build_fund, build_pot
from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.actor import HEADWATER, Actor, Seat
from headwater.web.accounts.roles import Role
from headwater.web.documents.models import Document
from headwater.web.grants.rounds.changes import attaching, parts, publishing, writing
from headwater.web.grants.rounds.changes.writing import Beginning
from headwater.web.grants.rounds.models import Round
from headwater.web.grants.rounds.rules.describing import (
    About,
    CriterionSaid,
    QuestionSaid,
    SectionSaid,
    Terms,
)
from headwater.web.grants.rounds.rules.kinds import QuestionKind
from headwater.web.grants.rounds.rules.templates import SMALL_GRANTS, Start
from headwater.web.partners.models import Workspace

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
"""A Monday. Rounds open that noon and close six weeks later."""
OPENS = datetime(2026, 6, 1, 11, tzinfo=UTC)
CLOSES = datetime(2026, 7, 13, 11, tzinfo=UTC)
"""Noon in London, where the clocks are on summer time."""
A_DAY = timedelta(days=1)
PLACES = (("Z99D00001", "Larkminster"), ("Z99D00002", "Fenhurst"))
TITLE = "Youth Fund small grants"


def lead() -> Actor:
    """Somebody who builds rounds."""
    return actor_of(build_member(Role.LEAD))


def approver() -> Actor:
    """Somebody who publishes them."""
    return actor_of(build_member(Role.APPROVER))


def build_draft(
    workspace: Workspace | None = None,
    *,
    title: str = TITLE,
    start: Start = Start.YOUTH_FUND,
    opens_at: datetime = OPENS,
    closes_at: datetime = CLOSES,
    earlier: Round | None = None,
    actor: Actor = HEADWATER,
) -> Round:
    """A draft with the parts it starts from."""
    return writing.begin(
        fund=build_fund(workspace or build_workspace()),
        said=Beginning(title, start, opens_at, closes_at, earlier),
        actor=actor,
        at=AT,
    )


def build_ready(workspace: Workspace | None = None, **given: Any) -> Round:
    """A draft from which nothing is missing any more."""
    draft = build_draft(workspace, **given)
    pot = build_pot(draft.fund, budget="60000.00")
    changed = writing.change_about(
        round=draft, said=about(title=draft.title), version=1, actor=HEADWATER, at=AT
    )
    return writing.change_terms(
        round=changed,
        said=terms(pots=(pot.reference,)),
        version=changed.version,
        actor=HEADWATER,
        at=AT,
    )


def build_put(workspace: Workspace | None = None, **given: Any) -> Round:
    """A round that waits to be published."""
    ready = build_ready(workspace, **given)
    return publishing.put_forward(round=ready, version=ready.version, actor=HEADWATER, at=AT)


def build_round(
    workspace: Workspace | None = None, *, by: Actor | None = None, **given: Any
) -> Round:
    """A published round. It takes applications from `OPENS` until `CLOSES`."""
    put = build_put(workspace, **given)
    return publishing.publish(round=put, version=put.version, actor=by or approver(), at=AT)


def about(**given: Any) -> About:
    """What a round says of itself."""
    template = SMALL_GRANTS
    said = {
        "title": TITLE,
        "summary": template.summary,
        "purpose": template.purpose,
        "who_can_apply": template.who_can_apply,
        "how_decided": template.how_decided,
        "data_use": template.data_use,
        "contact": "youthfund@pcc.loamshire.example",
        "minutes": 60,
    }
    return About(**{**said, **given})


def terms(**given: Any) -> Terms:
    """How much, for whom and where."""
    said: dict[str, Any] = {
        "total": Decimal("50000.00"),
        "largest_award": Decimal("3500.00"),
        "smallest_award": Decimal("250.00"),
        "youngest": 5,
        "oldest": 18,
        "oldest_with_send": 25,
        "places": PLACES,
        "small_income": Decimal("25000.00"),
    }
    return Terms(**{**said, **given})


def later(days: int) -> date:
    """A day some days after rounds close."""
    return CLOSES.date() + days * A_DAY


def build_rounds_life(workspace: Workspace, words: str, document: Document) -> dict[str, Any]:
    """A draft, a round that waits and a published one. `words` stand in every text of theirs."""
    now = datetime.now(tz=UTC).replace(microsecond=0)
    opens_at, closes_at = now - A_DAY, now + 30 * A_DAY
    fund = build_fund(workspace, name=words[:160])
    pot = build_pot(fund, budget="90000.00", name=words[:160])
    texts = ("summary", "purpose", "who_can_apply", "how_decided", "data_use")
    said = about(title=words[:160], **dict.fromkeys(texts, words[:300]))

    def draft() -> Round:
        begun = writing.begin(
            fund=fund,
            said=Beginning(words[:160], Start.YOUTH_FUND, opens_at, closes_at),
            actor=HEADWATER,
            at=now,
        )
        told = writing.change_about(
            round=begun, said=said, version=begun.version, actor=HEADWATER, at=now
        )
        places = (("Z99D00001", words[:80]),)
        return writing.change_terms(
            round=told,
            said=terms(pots=(pot.reference,), places=places),
            version=told.version,
            actor=HEADWATER,
            at=now,
        )

    def put(round: Round) -> Round:
        return publishing.put_forward(round=round, version=round.version, actor=HEADWATER, at=now)

    written, waiting, ready = draft(), put(draft()), put(draft())
    attachment = attaching.attach(
        round=ready, document=document, title=words[:120], actor=HEADWATER, at=now
    )
    published = publishing.publish(
        round=ready, version=ready.version, actor=_publisher(workspace), at=now
    )
    section = parts.add_section(
        round=written, said=SectionSaid(words[:120], words), actor=HEADWATER, at=now
    )
    asked = parts.add_question(
        section=section,
        said=QuestionSaid(words[:250], QuestionKind.LONG, help=words[:600]),
        actor=HEADWATER,
        at=now,
    )
    removed = parts.add_criterion(
        round=written, said=CriterionSaid(words[:120], 10, words), actor=HEADWATER, at=now
    )
    parts.remove_part(part=removed, actor=HEADWATER, at=now)
    return {
        "round_draft": written,
        "round_waiting": waiting,
        "round": published,
        "round_question": asked,
        "round_document": attachment,
    }


def _publisher(workspace: Workspace) -> Actor:
    seat = Seat(workspace.slug, workspace.pk, 0, "", Role.APPROVER)
    return Actor(user_id=None, reference="P-2222-2222", name="", seats=(seat,))


def rounds_parts(rows: dict[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """By the beginning of a route, what fills its address."""
    published, draft = rows["round"], rows["round_draft"]
    return (
        ("rounds:extend", {"reference": published.reference}),
        ("rounds:withdraw", {"reference": published.reference}),
        ("rounds:publish", {"reference": rows["round_waiting"].reference}),
        ("rounds:take_back", {"reference": rows["round_waiting"].reference}),
        (
            "rounds:public_document",
            {"slug": published.slug, "reference": rows["round_document"].reference},
        ),
        ("rounds:public", {"slug": published.slug, "kind": "docx"}),
        (
            "rounds:part_",
            {"reference": draft.reference, "part": rows["round_question"].reference},
        ),
        ("rounds:", {"reference": draft.reference, "kind": "docx"}),
    )
