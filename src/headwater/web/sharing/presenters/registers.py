"""Registers as tables and files."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from headwater.core import words
from headwater.web.design_system.parts import Cell, CellLike, Column, Table
from headwater.web.sharing.links import address
from headwater.web.sharing.models import Agreement, Dataset, Dpia, Share
from headwater.web.sharing.presenters.words import (
    day,
    gateway_words,
    outcome_tag,
    review_cell,
    stage_tag,
    standing_tag,
    step_tag,
)
from headwater.web.sharing.rules.standing import APPROVALS_NEEDED, Outcome, Stage, Standing
from headwater.web.sharing.rules.terms import Granularity, Holding, Purpose

NONE_LIKE_IT = "Nothing in the register is like this. Take away a filter to see more."


def _table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[CellLike]]) -> Table:
    return Table(
        caption=caption,
        caption_is_hidden=True,
        columns=[Column(each) for each in headings],
        rows=rows,
        when_empty=NONE_LIKE_IT,
    )


def _iso(found: date | None) -> str:
    return found.isoformat() if found else ""


# --- agreements ----------------------------------------------------------------------------------

AGREEMENT_COLUMNS = (
    "agreement",
    "title",
    "status",
    "parties",
    "not_signed",
    "purpose",
    "gateway",
    "datasets",
    "starts_on",
    "review_on",
    "ends_on",
    "document",
)


def agreements(rows: Iterable[Agreement], *, today: date) -> Table:
    """Agreements, in the order they are given."""
    headings = ("Agreement", "Status", "Parties", "Gateway", "Review")
    return _table("Agreements", headings, [_agreement(each, today=today) for each in rows])


def _agreement(row: Agreement, *, today: date) -> list[CellLike]:
    unsigned = [each.organisation.name for each in row.parties.all() if not each.signed_on]
    waits = row.stands is Standing.WITH_PARTIES and unsigned
    hint = f"Not signed: {words.listed(unsigned)}" if waits else ""
    return [
        Cell(row.title, href=address(row), hint=Purpose(row.purpose).words),
        Cell(tag=standing_tag(row.stands), hint=hint),
        words.listed([each.organisation.name for each in row.parties.all()]),
        gateway_words(row.gateway),
        review_cell(row.review_on, counts=row.stands is Standing.IN_FORCE, today=today),
    ]


def agreement_rows(rows: Iterable[Agreement]) -> Iterator[Sequence[str]]:
    """Agreements for a file."""
    for row in rows:
        parties = list(row.parties.all())
        yield [
            row.reference,
            row.title,
            row.standing,
            "; ".join(each.organisation.name for each in parties),
            "; ".join(each.organisation.name for each in parties if not each.signed_on),
            row.purpose,
            row.gateway,
            "; ".join(each.title for each in row.datasets.all()),
            _iso(row.starts_on),
            _iso(row.review_on),
            _iso(row.ends_on),
            row.document,
        ]


# --- assessments of impact -----------------------------------------------------------------------

DPIA_COLUMNS = (
    "dpia",
    "title",
    "status",
    "organisation",
    "owner_role",
    "agreement",
    "approvals",
    "review_on",
    "scope",
    "risks",
    "measures",
    "advice",
)


def dpias(rows: Iterable[Dpia], *, today: date) -> Table:
    """Assessments of impact, in the order they are given."""
    headings = ("Assessment", "Status", "Whose", "Agreement", "Review")
    return _table("Impact assessments", headings, [_dpia(each, today=today) for each in rows])


def approvals_of(row: Dpia) -> int:
    """How many approved what it says, while it is with approvers or approved."""
    if row.stands is Stage.APPROVED:
        return APPROVALS_NEEDED
    is_with_them = row.stands is Stage.PROPOSED
    return sum(1 for e in row.approvals.all() if is_with_them and e.of_version == row.version)


def _dpia(row: Dpia, *, today: date) -> list[CellLike]:
    is_with_them = row.stands is Stage.PROPOSED
    hint = f"{approvals_of(row)} of {APPROVALS_NEEDED} approved it" if is_with_them else ""
    agreement = row.agreement
    return [
        Cell(row.title, href=address(row)),
        Cell(tag=stage_tag(row.stands), hint=hint),
        Cell(row.organisation.name, hint=row.owner_role),
        Cell(agreement.title, href=address(agreement)) if agreement else "None yet",
        review_cell(row.review_on, counts=row.stands is Stage.APPROVED, today=today),
    ]


def dpia_rows(rows: Iterable[Dpia]) -> Iterator[Sequence[str]]:
    """Assessments of impact for a file."""
    for row in rows:
        yield [
            row.reference,
            row.title,
            row.stage,
            row.organisation.name,
            row.owner_role,
            row.agreement.reference if row.agreement else "",
            str(approvals_of(row)),
            _iso(row.review_on),
            row.scope,
            row.risks,
            row.measures,
            row.advice,
        ]


# --- datasets ------------------------------------------------------------------------------------

DATASET_COLUMNS = (
    "dataset",
    "title",
    "partner",
    "step",
    "steward_role",
    "frequency",
    "lag_days",
    "geography",
    "suppression",
    "licence",
    "fields",
    "caveat",
    "breaks",
    "source",
)


def datasets(rows: Iterable[Dataset]) -> Table:
    """Datasets, in the order they are given."""
    headings = ("Dataset", "Partner", "How often", "Smallest area", "Supplied")
    return _table("Datasets", headings, [_dataset(each) for each in rows])


def step_of(row: Dataset) -> Cell:
    """How far a dataset has come, where its partner was asked for it."""
    onboarding = getattr(row, "onboarding", None)
    if onboarding is None:
        return Cell("Not asked for")
    return Cell("Its way here", address(onboarding), tag=step_tag(onboarding.stands))


def lag_words(row: Dataset) -> str:
    """How long after a period it can be had."""
    return "" if row.lag_days is None else f"{words.counted(row.lag_days, 'day')} later"


def _dataset(row: Dataset) -> list[CellLike]:
    return [
        Cell(row.title, href=address(row), hint=row.steward_role),
        row.organisation.name,
        Cell(row.get_frequency_display() or "Not known", hint=lag_words(row)),
        row.geography or "Not known",
        step_of(row),
    ]


def dataset_rows(rows: Iterable[Dataset]) -> Iterator[Sequence[str]]:
    """Datasets for a file."""
    for row in rows:
        onboarding = getattr(row, "onboarding", None)
        yield [
            row.reference,
            row.title,
            row.organisation.name,
            onboarding.step if onboarding else "",
            row.steward_role,
            row.frequency,
            "" if row.lag_days is None else str(row.lag_days),
            row.geography,
            row.suppression,
            row.licence,
            row.fields,
            row.caveat,
            row.breaks,
            row.source,
        ]


# --- shares and refusals -------------------------------------------------------------------------

SHARE_COLUMNS = (
    "share",
    "title",
    "outcome",
    "from",
    "from_function",
    "to",
    "purpose",
    "granularity",
    "holds",
    "gateway",
    "carried_by",
    "article_6",
    "article_9",
    "condition",
    "part_3",
    "necessity",
    "proportionality",
    "reasons_against",
    "alternatives",
    "decided_against_because",
    "impact_assessment",
    "law_of",
    "review_on",
    "decided_on",
)


def shares(rows: Iterable[Share], *, today: date) -> Table:
    """What is shared, in the order it is given."""
    headings = ("What", "Status", "From and to", "By which law", "Review")
    return _table("Shares", headings, [_share(each, today=today) for each in rows])


def _share(row: Share, *, today: date) -> list[CellLike]:
    return [
        Cell(row.title, href=address(row), hint=Purpose(row.purpose).words),
        Cell(tag=outcome_tag(row.stands)),
        Cell(row.giver.name, hint=f"to {row.taker.name}"),
        Cell(gateway_words(row.under), hint=Granularity(row.granularity).words),
        review_cell(row.review_on, counts=row.stands is Outcome.AGREED, today=today),
    ]


def refusals(rows: Iterable[Share]) -> Table:
    """What is not shared, in the order it is given."""
    headings = ("What", "Status", "From and to", "Why not", "Decided")
    return _table("Refusals", headings, [_refusal(each) for each in rows])


def _refusal(row: Share) -> list[CellLike]:
    reasons = [each["words"] for each in row.against]
    return [
        Cell(row.title, href=address(row), hint=Granularity(row.granularity).words),
        Cell(tag=outcome_tag(row.stands)),
        Cell(row.giver.name, hint=f"to {row.taker.name}"),
        " ".join(reasons) or row.why,
        day(row.decided_at),
    ]


def share_rows(rows: Iterable[Share]) -> Iterator[Sequence[str]]:
    """Shares or refusals for a file."""
    for row in rows:
        yield [
            row.reference,
            row.title,
            row.outcome,
            row.giver.name,
            row.acting,
            row.taker.name,
            row.purpose,
            row.granularity,
            "; ".join(Holding(each).words for each in row.holds),
            row.gateway,
            row.under,
            row.article_6,
            row.article_9,
            row.condition,
            "yes" if row.is_part_3 else "no",
            row.necessity,
            row.proportionality,
            "; ".join(each["words"] for each in row.against),
            "; ".join(each["words"] for each in row.alternatives),
            row.why,
            row.dpia.reference if row.dpia else "",
            _iso(row.law_of),
            _iso(row.review_on),
            row.decided_at.date().isoformat(),
        ]
