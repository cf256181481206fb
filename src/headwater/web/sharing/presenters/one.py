"""One agreement, assessment, dataset or share: what is known of it, and what the law said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.urls import reverse

from headwater.core import words
from headwater.web.design_system.parts import Cell, CellLike, Column, Entry, Row, Table
from headwater.web.sharing.links import address
from headwater.web.sharing.models import Agreement, Approval, Dataset, Dpia, Share
from headwater.web.sharing.presenters.registers import lag_words, step_of
from headwater.web.sharing.presenters.words import (
    day,
    gateway_words,
    review_cell,
    suppression_words,
)
from headwater.web.sharing.rules.gateways import Verdict
from headwater.web.sharing.rules.standing import Outcome, Stage, Standing
from headwater.web.sharing.rules.terms import (
    Acting,
    Article6,
    Article9,
    Condition,
    Granularity,
    Holding,
    Purpose,
)
from headwater.web.thread.queries import Strand


def agreement_facts(row: Agreement, names: Mapping[str, str], *, today: date) -> list[Row]:
    """What an agreement says."""
    datasets = [each.title for each in row.datasets.all()]
    is_live = row.stands is Standing.IN_FORCE
    approved = f"{day(row.approved_at)}, by {names.get(row.approved_by, row.approved_by)}"
    return [
        Row("Purpose", Purpose(row.purpose).words),
        Row("More about it", row.detail or "Nothing more"),
        Row("Gateway", gateway_words(row.gateway)),
        Row("Datasets", words.listed(datasets) or "None chosen yet"),
        Row("First day", day(row.starts_on)),
        Row("Review", review_cell(row.review_on, counts=is_live, today=today)),
        Row("Last day", day(row.ends_on, nothing="Until it is ended")),
        Row("Put into force", approved if row.approved_at else "Not yet"),
        Row("Signed copy", row.document or "Not said"),
    ]


def covered(found: Sequence[Dpia], *, is_needed: bool) -> Row:
    """The assessments of impact of an agreement, and whether it waits for one."""
    named = [f"{each.title} ({each.stands.words.lower()})" for each in found]
    nothing = "None yet: it needs one" if is_needed else "None needed: it names nobody"
    return Row("Impact assessment", words.listed(named) or nothing)


def parties(row: Agreement, *, may_sign: frozenset[int]) -> Table:
    """Who is in an agreement and who signed. `may_sign` are those the reader signs for."""
    can_be_signed = row.stands is Standing.WITH_PARTIES
    rows: list[list[CellLike]] = []
    for each in row.parties.all():
        where = [row.workspace.slug, row.reference, each.organisation.reference]
        is_open = can_be_signed and not each.signed_on and each.organisation_id in may_sign
        sign = Cell("Record the signature", href=reverse("sharing:agreement_sign", args=where))
        rows.append(
            [
                each.organisation.name,
                sign if is_open else day(each.signed_on, nothing="Not signed"),
                each.signatory_role,
            ]
        )
    return Table(
        caption="Parties",
        columns=[Column("Organisation"), Column("Signed"), Column("In which role")],
        rows=rows,
    )


def dpia_facts(row: Dpia, *, today: date) -> list[Row]:
    """What an assessment says."""
    agreement = row.agreement
    paper = Cell(agreement.title, href=address(agreement)) if agreement else "None yet"
    facts = [
        Row("Whose", row.organisation.name),
        Row("Answered for by", row.owner_role),
        Row("Agreement", paper),
        Row("Scope", row.scope),
        Row("Risks", row.risks),
        Row("What is done about them", row.measures),
        Row("Advice of the data protection officer", row.advice or "None recorded"),
        Row(
            "Review",
            review_cell(row.review_on, counts=row.stands is Stage.APPROVED, today=today),
        ),
    ]
    if row.returned:
        facts.append(Row("Given back because", row.returned))
    return facts


def approvals(found: Iterable[Approval], names: Mapping[str, str]) -> list[Entry]:
    """Who approved it, the latest first."""
    return [
        Entry(f"Approved version {each.of_version}", each.at, names.get(each.by, ""), each.reason)
        for each in found
    ]


def dataset_facts(row: Dataset) -> list[Row]:
    """What is known of a dataset."""
    return [
        Row("Partner", row.organisation.name),
        Row("Looked after by", row.steward_role or "Not known"),
        Row("Fields", row.fields or "Not said"),
        Row("Keep in mind", row.caveat or "Nothing recorded"),
        Row("How often", row.get_frequency_display() or "Not known"),
        Row("To be had", lag_words(row) or "Not known"),
        Row("Smallest area", row.geography or "Not known"),
        Row("Small numbers", suppression_words(row.suppression)),
        Row("Licence or terms", row.licence or "Not known"),
        Row("Known breaks", row.breaks or "None recorded"),
        Row("Supplied", step_of(row)),
    ]


def share_facts(row: Share, *, today: date) -> list[Row]:
    """What was said of a share."""
    holds = words.listed([Holding(each).words for each in row.holds])
    bases = [
        Article6(row.article_6).words if row.article_6 else "",
        Article9(row.article_9).words if row.article_9 else "",
        Condition(row.condition).words if row.condition else "",
        "Part 3 of the 2018 Act" if row.is_part_3 else "",
    ]
    acting = f" ({Acting(row.acting).words.lower()})" if row.acting else ""
    dataset, agreement, dpia = row.dataset, row.agreement, row.dpia
    is_live = row.stands is Outcome.AGREED
    facts = [
        Row("From", f"{row.giver.name}{acting}"),
        Row("To", row.taker.name),
        Row("Purpose", Purpose(row.purpose).words),
        Row("How fine", Granularity(row.granularity).words),
        Row("Holds", holds or "Nothing the law treats with more care"),
        Row("Gateway asked for", gateway_words(row.gateway)),
        Row("Data protection bases", "\n".join(each for each in bases if each) or "None needed"),
        Row("Necessary because", row.necessity or "Not recorded"),
        Row("Proportionate because", row.proportionality or "Not recorded"),
        Row("Dataset", Cell(dataset.title, href=address(dataset)) if dataset else "None chosen"),
        Row("Agreement", Cell(agreement.title, href=address(agreement)) if agreement else "None"),
        Row("Impact assessment", Cell(dpia.title, href=address(dpia)) if dpia else "None"),
        Row("Kept", row.kept or "Not said"),
        Row("Review", review_cell(row.review_on, counts=is_live, today=today)),
    ]
    if row.why:
        facts.append(Row("Ended because" if row.ended_at else "Decided against because", row.why))
    return facts


def reasons_of(verdict: Verdict) -> Table:
    """Why something is refused, before it is recorded."""
    return reasons([(each.words, each.section, each.trust) for each in verdict.reasons])


def ways_of(verdict: Verdict) -> Table:
    """What may be done instead, before it is recorded."""
    return ways([(each.words, each.is_open) for each in verdict.alternatives])


def recorded_reasons(row: Share) -> Table:
    """Why something was refused."""
    return reasons([(each["words"], each["section"], each["trust"]) for each in row.against])


def recorded_ways(row: Share) -> Table:
    """What was named instead."""
    return ways([(each["words"], each["is_open"]) for each in row.alternatives])


def reasons(found: Sequence[tuple[str, str, str]]) -> Table:
    """Reasons with their law, and whether that was read."""
    return Table(
        caption="Why not",
        columns=[Column("Reason"), Column("Law")],
        rows=[
            [text, Cell(law, hint="" if trust == "verified" else "Not re-read: check the text")]
            for text, law, trust in found
        ],
        when_empty="Nothing stands against it.",
    )


def ways(found: Sequence[tuple[str, bool]]) -> Table:
    """Other ways, those that are open for this very share first."""
    return Table(
        caption="What may be done instead",
        columns=[Column("Way"), Column("For this purpose")],
        rows=[[text, "Open" if is_open else "Only for its own purpose"] for text, is_open in found],
        when_empty="No gateway of the rulebook carries it.",
    )


def ties(strands: Sequence[Strand]) -> Table:
    """What something is tied to."""
    return Table(
        caption="What it is tied to",
        columns=[Column("How"), Column("What"), Column("How that stands")],
        rows=[
            [
                f"{each.words[:1].upper()}{each.words[1:]}",
                Cell(each.other.title, href=each.other.address),
                each.other.state,
            ]
            for each in strands
        ],
        row_headers=False,
        when_empty="It is tied to nothing yet.",
    )
