"""Rounds with applications in them, sets that were worked out, and decisions on them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from builders.applying import build_applicant
from builders.money import build_fund, build_pot
from builders.web import build_workspace
from headwater.web.accounts.models import User
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.choosing.gateway import values
from headwater.web.grants.choosing.models import Choice, Reckoning, Verdict
from headwater.web.grants.choosing.queries.choices import frozen
from headwater.web.grants.choosing.rules.wishes import Wish
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.rounds.models import Round
from headwater.web.partners.models import Workspace

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
PLACES = [{"code": "Z99D00001", "name": "Larkminster"}, {"code": "Z99D00002", "name": "Brinmouth"}]
ASKED = (
    ("Boxing club", "3000", 40, "sports_programmes", "secondary", 0, "20000"),
    ("Mentors", "3500", 12, "mentoring", "tertiary", 1, "900000"),
    ("Arts week", "1500", 60, "arts_programmes", "primary", 1, "15000"),
    ("Boot camp", "1000", 30, "boot_camps", "secondary", 0, "50000"),
    ("Social skills", "2500", 25, "social_skills_training", "secondary", 1, ""),
)
"""Title, pounds, people, approach, level, place, income."""


def build_round(workspace: Workspace | None = None, *, slug: str = "youth-fund") -> Round:
    """A round that was closed, with two districts."""
    here = workspace or build_workspace()
    given = {
        "workspace": here,
        "fund": build_fund(here, name="Summer fund"),
        "title": "Youth Fund, summer",
        "summary": "Safe places and things to do.",
        "opens_at": AT - timedelta(days=60),
        "closes_at": AT - timedelta(days=10),
        "total": Decimal("6500.00"),
        "largest_award": Decimal("3500.00"),
        "places": PLACES,
        "written_by": "P-2222-2222",
    }
    return Round.objects.get_or_create(slug=f"{slug}-{here.slug}", defaults=given)[0]


def build_applications(round: Round, *, said: str = "") -> list[Application]:
    """Five applications that were sent in; `said` in place of what people wrote."""
    return [
        Application.objects.create(
            round=round,
            state=State.PANEL,
            started_by=build_applicant(),
            organisation=said[:200] or f"{title} CIC",
            organisation_kind="company",
            yearly_income=Decimal(income) if income else None,
            title=said[:160] or title,
            amount=Decimal(pounds),
            area_codes=[PLACES[place]["code"]],
            people=people,
            approach=approach,
            level=level,
            starts_on=date(2026, 7, 1),
            ends_on=date(2027, 3, 31),
            submitted_at=AT - timedelta(days=20 - number),
            certified_name=said[:160] or "Ann Example",
        )
        for number, (title, pounds, people, approach, level, place, income) in enumerate(ASKED)
    ]


def result_of(applications: list[Application]) -> dict[str, Any]:
    """What a worker found of them: the first two are the best set."""
    references = [each.reference for each in applications]
    effect = {"low": 20.0, "central": 60.0, "high": 140.0}
    step = {
        "title": "Effect of Mentoring, band moderate", "low": 0.1, "central": 0.2, "high": 0.3,
        "unit": "share of violence prevented", "source": "Toolkit", "trust": "verified",
    }  # fmt: skip
    assumed = {**step, "title": "How long the effect lasts", "trust": "design"}

    def found(members: list[str], harm: float) -> dict[str, Any]:
        picked = [
            {"project": each, "size": "whole", "cost_gbp": 3000.0, "harm": 60.0} for each in members
        ]
        return {
            "picked": picked, "cost_gbp": 3000.0 * len(picked), "shared_cost_gbp": 0.0,
            "harm": harm, "low": harm / 2, "high": harm * 1.6, "level": 0.95,
            "proof": "proved to be the best", "bound": harm, "gap": 0.0,
        }  # fmt: skip

    budget = {
        "id": "budget", "title": "Budget", "side": "at_most", "measure": "pounds",
        "value": 6500.0, "label": "all", "step": 0.0,
    }  # fmt: skip
    share = {
        "id": "small", "title": "small organisations", "side": "at_least", "measure": "share",
        "value": 0.4, "label": "small", "step": 0.0,
    }  # fmt: skip
    price = {"used": 6000.0, "step": 325.0, "gain": 0.0, "gain_low": 0.0, "gain_high": 0.0,
             "per_unit": 0.0, "slope": 0.02, "without": None}  # fmt: skip
    return {
        "best": found(references[:2], 130.0),
        "others": [found(references[1:3], 120.0), found(references[:1], 110.0)],
        "prices": [
            {**price, "limit": budget},
            {**price, "limit": share, "used": 0.46, "step": 0.05, "gain": 9.5, "per_unit": 190.0,
             "without": 31.0},
        ],
        "stays": [
            {"project": each, "in_best": place < 2, "share": 0.9 - 0.2 * place, "error": 0.03,
             "draws": 200}
            for place, each in enumerate(references)
        ],
        "regret": {"mean": 8.0, "error": 1.0, "share": 0.06},
        "left_out": [{"project": references[3], "why": "Its approach is known to do harm."}],
        "unreckoned": [],
        "provenance": {"method": "Whole-number programme.", "cautions": [], "seed": 1},
        "harm": {
            each: {"people": 12, "effect": effect, "steps": [step, assumed]} for each in references
        },
    }  # fmt: skip


def build_choice(
    round: Round | None = None,
    *,
    applications: list[Application] | None = None,
    said: str = "",
    **given: Any,
) -> Choice:
    """A choice whose sets were worked out, unless said otherwise."""
    here = round or build_round()
    found = applications or build_applications(here, said=said)
    fields = {
        "workspace": here.workspace,
        "round": here,
        "limits": Wish(Decimal("6500.00"), small=40, unclear=20).as_data(),
        "applications": [frozen(each, is_overridden=False) for each in found],
        "status": "made",
        "asked_by": "P-2222-2222",
        "asked_at": AT,
        "made_at": AT,
        "result": result_of(found),
    }
    return Choice.objects.create(**{**fields, **given})


def frozen_award(reference: str = "AW-2222-2222", **given: Any) -> dict[str, Any]:
    """An award as a reckoning keeps it: 40 took part for £4,000, of whom 24 finished."""
    usual: dict[str, Any] = {
        "reference": reference,
        "title": "Boxing club",
        "amount": "5000.00",
        "paid": "5000.00",
        "spent": "4000.00",
        "people": 40,
        "planned": 50,
        "until": "2026-06-30",
        "ages": {"10-13": 18, "14-17": None},
        "approach": "sports_programmes",
        "level": "secondary",
        "outcomes": [
            {"words": "Young people who finish as planned", "kind": "finished", "tool": "",
             "unit": "young people", "planned": 40, "achieved": 24},
            {"words": "Sessions", "kind": "sessions", "tool": "", "unit": "sessions",
             "planned": 48, "achieved": 40},
            {"words": "Scores that improve", "kind": "improved", "tool": "swemwbs",
             "unit": "young people", "planned": 20, "achieved": None},
        ],
    }  # fmt: skip
    return {**usual, **given}


def usual_finishing(**given: Any) -> dict[str, Any]:
    """How many finish over three awards: half of the younger, 60 of 160 in all."""
    usual: dict[str, Any] = {
        "kind": "finished",
        "tool": "",
        "had": 60,
        "of": 160,
        "awards": 3,
        "ages": [{"age_band": "10-13", "had": 30, "of": 60, "grants": 3}],
    }
    return {**usual, **given}


def build_reckoning(
    round: Round,
    awards: list[dict[str, Any]],
    *,
    usual: Sequence[Mapping[str, Any]] = (),
    **given: Any,
) -> Reckoning:
    """A reckoning that was worked out, unless said otherwise."""
    fields: dict[str, Any] = {
        "workspace": round.workspace,
        "round": round,
        "awards": awards,
        "asked_by": "P-2222-2222",
        "asked_at": AT,
        "status": "made",
        "made_at": AT,
        "result": values.found(awards, usual),
    }
    return Reckoning.objects.create(**{**fields, **given})


def build_award_in(round: Round, person: User, said: str) -> Award:
    """An award to the last application of a round, from a pot of its fund."""
    return Award.objects.create(
        application=round.applications.order_by("-pk")[0],
        pot=build_pot(round.fund),
        title=said[:160],
        description=said,
        amount=Decimal("5000.00"),
        first_amount=Decimal("5000.00"),
        reasons=said,
        awarded_on=AT.date(),
        starts_on=date(2026, 7, 1),
        ends_on=date(2027, 3, 31),
        written_by=person.reference,
        written_at=AT,
    )


def choosing_rows(workspace: Workspace, person: User, said: str) -> dict[str, Any]:
    """A choice with a decision that differs from it, in a round of its own."""
    choice = build_choice(build_round(workspace, slug="choosing"), said=said)
    choice.asked_by = person.reference
    choice.save(update_fields=["asked_by"])
    Verdict.objects.create(
        choice=choice,
        picked=[choice.applications[0]["reference"]],
        follows=False,
        reason=said,
        decided_by=person.reference,
        decided_at=AT,
    )
    round = choice.round
    award = build_award_in(round, person, said)
    told = frozen_award(award.reference, title=said[:160], spent="4000.00")
    build_reckoning(round, [told], asked_by=person.reference)
    return {"choice": choice, "award_of_a_choice": award}


def choosing_parts(rows: Mapping[str, Any]) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """What fills the addresses of choosing."""
    choice = rows["choice"]
    one = {"reference": choice.reference, "application": choice.applications[0]["reference"]}
    return (
        ("choosing:working", one),
        (
            "choosing:award_value",
            {"reference": choice.round.reference, "award": rows["award_of_a_choice"].reference},
        ),
        ("choosing:value", {"reference": choice.round.reference}),
        ("choosing:reckon", {"reference": choice.round.reference}),
        ("choosing:", {"reference": choice.reference}),
    )
