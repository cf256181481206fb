"""Evaluations, and harmful approaches in use with overrides of a board."""

import json
import tempfile
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from builders.boards import decided, held, lead_of
from builders.editions import build_edition
from builders.editions_web import stored_edition
from builders.elsewhere import OTHERS, OWN, look_elsewhere, other_code, published
from builders.services import build_service
from builders.web import actor_of, build_member, build_workspace
from headwater.analysis.needs.chapters import elsewhere as chapter
from headwater.analysis.needs.drafting import Draft
from headwater.core import clock
from headwater.reporting.edition_json import edition_bytes
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.editions.models import Edition
from headwater.web.evidence.changes import evaluations, overrides, publications
from headwater.web.evidence.models import Evaluation, Override, Publication, Reading, Wording
from headwater.web.evidence.rules.evaluating import Said, Verdict
from headwater.web.evidence.rules.publishing import DocumentKind, Noted
from headwater.web.partners.models import Organisation, Workspace
from headwater.web.partnership.boards.changes import minutes
from headwater.web.partnership.boards.models import Decision, Minutes
from headwater.web.provision.services.models import Service
from headwater.web.thread.models import Tie
from headwater.web.thread.rules.relations import Relation
from headwater.web.thread.rules.walking import End

HARMFUL = "prison_awareness"
REOFFENDING = {"indicator": "youth_reoffending", "name": "Young people who reoffend"}
REASON = "The board weighs the finding and wants a year to change the visits."


def lead() -> Actor:
    """Somebody who asks for overrides and writes evaluations."""
    return actor_of(build_member(Role.LEAD))


def approver() -> Actor:
    """Somebody who approves overrides."""
    return actor_of(build_member(Role.APPROVER))


def evaluated(**given: Any) -> Said:
    """What an evaluation says."""
    usual: dict[str, Any] = {
        "approach": "mentoring",
        "title": "Open Door mentors, first year",
        "what": "One mentor for each young person, weekly for six months.",
        "comparator": "",
        "participants": 84,
        "finding": "Fewer came back to custody than in the year before.",
        "level": 2,
        "is_independent": True,
        "verdict": Verdict.ADAPT,
    }
    return Said(**{**usual, **given})


def build_evaluation(
    workspace: Workspace | None = None, *, organisation: Organisation | None = None, **given: Any
) -> Evaluation:
    """An evaluation that is written down."""
    return evaluations.write(
        workspace=workspace or build_workspace(),
        organisation=organisation,
        said=evaluated(**given),
        document="",
        actor=HEADWATER,
        at=clock.now(),
    )


def build_harmful_use(workspace: Workspace | None = None) -> Service:
    """A service that used an approach before that was flagged as harmful."""
    service = build_service(workspace, name="Visits to the prison")
    build_use(service.workspace, ("service", service.reference))
    return service


def build_use(workspace: Workspace, user: End) -> Tie:
    """A tie to a harmful approach from before it was flagged: nobody could make it now."""
    return Tie.objects.create(
        workspace=workspace,
        from_kind=user[0],
        from_reference=user[1],
        relation=Relation.USES,
        to_kind="approach",
        to_reference=HARMFUL,
        made_by=HEADWATER.reference,
        made_at=clock.now(),
    )


def build_decision() -> Decision:
    """A decision that was carried, of minutes that were issued."""
    made = decided()
    meeting = held(made.meeting)
    minutes.issue(
        minutes=Minutes.objects.get(meeting=meeting),
        actor=lead_of(meeting.board.workspace),
        at=clock.now(),
    )
    return made


def build_override(service: Service | None = None, **given: Any) -> Override:
    """An override that a lead asked for."""
    used = service or build_harmful_use()
    usual: dict[str, Any] = {
        "workspace": used.workspace,
        "approach": HARMFUL,
        "use": ("service", used.reference),
        "reason": REASON,
        "expires_on": timezone.localdate() + timedelta(days=200),
        "actor": lead(),
        "at": clock.now(),
    }
    decision = given.pop("decision", "") or build_decision().reference
    return overrides.ask(**{**usual, "decision": decision, **given})


# --- one of everything ---------------------------------------------------------------------------


def build_evidence_life(
    workspace: Workspace, organisation: Organisation, person: User, said: str
) -> dict[str, Any]:
    """An evaluation and an override. `said` stands in every text that somebody enters."""
    by = {"by": person.reference, "at": clock.now()}
    words = evaluated(**dict.fromkeys(("what", "comparator", "finding"), said), title=said[:200])
    evaluation = Evaluation.objects.create(
        workspace=workspace,
        organisation=organisation,
        written_by=person.reference,
        written_at=clock.now(),
        changed_by=person.reference,
        changed_at=clock.now(),
        **words.plain(),
    )
    Wording.objects.create(evaluation=evaluation, number=1, said=words.plain(), **by)
    override = Override.objects.create(
        workspace=workspace,
        approach=HARMFUL,
        use_kind="partner",
        use_reference=organisation.reference,
        reason=f"{said} {REASON}",
        decision="D-2222-2223",
        expires_on=timezone.localdate() + timedelta(days=100),
        asked_by=person.reference,
        asked_at=clock.now(),
    )
    build_use(workspace, ("partner", organisation.reference))
    reading = Reading.objects.create(
        workspace=workspace,
        approach="street_lighting",
        impact="low",
        quality=2,
        cost="low",
        link="https://toolkit.example/street-lighting",
        read_on=timezone.localdate(),
        **by,
    )
    return {
        "reading": reading,
        "evaluation": evaluation,
        "override": override,
        **_publications(workspace, person, said),
    }


def _publications(workspace: Workspace, person: User, said: str) -> dict[str, Publication]:
    """What another partnership published: one that is noted, and one that was taken off."""
    now, today = clock.now(), timezone.localdate()
    by: dict[str, Any] = {
        "workspace": workspace,
        "takes": said,
        "noted_by": person.reference,
        "noted_at": now,
        "changed_by": person.reference,
        "changed_at": now,
    }
    note = Publication.objects.create(
        title=said[:200],
        publisher=said[:120],
        published_on=today - timedelta(days=30),
        link="https://saltmarrow.example/strategy",
        kind=DocumentKind.STRATEGY.value,
        approaches=["mentoring"],
        **by,
    )
    removed = Publication.objects.create(
        title="Taken off",
        publisher="Saltmarrow",
        published_on=today - timedelta(days=60),
        kind=DocumentKind.NEEDS.value,
        removed_at=now,
        **by,
    )
    return {"publication": note, "removed_publication": removed}


def evidence_parts(rows: dict[str, Any]) -> tuple[tuple[str, dict[str, object]], ...]:
    """By the beginning of a route, what fills its address."""
    return (
        ("evidence:evaluation", {"reference": rows["evaluation"].reference}),
        ("evidence:publication_put_back", {"reference": rows["removed_publication"].reference}),
        ("evidence:publication", {"reference": rows["publication"].reference}),
        ("evidence:override_new", {"approach": HARMFUL}),
        ("evidence:override", {"reference": rows["override"].reference}),
        ("evidence:", {"approach": HARMFUL}),
    )


# --- elsewhere -----------------------------------------------------------------------------------


@cache
def _plain_elsewhere() -> dict[str, Any]:
    """An edition with authorities like ours, where suspensions halved in the nearest."""
    rows = [*published(OWN, (1_000, 1_100)), *published(OWN, (None, 4), **REOFFENDING)]
    for n in range(1, OTHERS + 1):
        rows += published(other_code(n), (1_000, 500 if n == 1 else 1_010))
        rows += published(other_code(n), (40, 44), **REOFFENDING)
    with tempfile.TemporaryDirectory() as folder:
        found = look_elsewhere(Path(folder), rows)
    draft = Draft()
    chapter.compose(None, found, draft)  # type: ignore[arg-type]
    edition = build_edition()
    made = replace(edition, tables={**edition.tables, **draft.tables})
    plain: dict[str, Any] = json.loads(edition_bytes(made))
    return plain


def stored_elsewhere(workspace: Workspace | None = None) -> Edition:
    """An assessment that tells of authorities like ours."""
    return stored_edition(workspace=workspace or build_workspace(), plain=_plain_elsewhere())


def noted(**given: Any) -> Noted:
    """What is noted of a document."""
    usual: dict[str, Any] = {
        "title": "Serious violence strategy 2025 to 2028",
        "publisher": "Saltmarrow Violence Reduction Unit",
        "area_code": other_code(1),
        "area_name": "Place 1",
        "published_on": timezone.localdate() - timedelta(days=90),
        "link": "https://saltmarrow.example/strategy",
        "kind": DocumentKind.STRATEGY,
        "takes": "Suspended pupils have a mentor from the first day.",
        "approaches": ("mentoring",),
    }
    return Noted(**{**usual, **given})


def build_publication(
    workspace: Workspace | None = None, *, actor: Actor | None = None, **given: Any
) -> Publication:
    """A document of others that was noted."""
    return publications.note(
        workspace=workspace or build_workspace(),
        noted=noted(**given),
        actor=actor or lead(),
        at=clock.now(),
    )
