"""What should follow: recommendations for partners to weigh, and what is still not known."""

from collections.abc import Mapping
from dataclasses import dataclass

from headwater.analysis.needs.drafting import (
    Draft,
    bullets,
    caution,
    paragraph,
    rows_of,
    unknown,
)
from headwater.analysis.needs.holdings import NOT_SUPPLIED, PUBLIC_ONLY, Holdings
from headwater.analysis.needs.view import View
from headwater.core.disclosure.already_public import already_public
from headwater.core.editions import (
    Block,
    Column,
    ColumnKind,
    Finding,
    Strength,
    Table,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a kind of finding suggests, and who might lead. Partners decide."""

    prompted_by: str
    text: str
    lead: str


PROPOSALS = (
    Proposal(
        "where.persistent",
        "Agree one plan for each lasting neighbourhood: patrol and problem-solving beside youth "
        "work, lighting, licensing and housing, reviewed each quarter.",
        "Community safety partnerships",
    ),
    Proposal(
        "where.deprivation",
        "Weigh universal prevention towards the most deprived neighbourhoods.",
        "Local authorities",
    ),
    Proposal(
        "what.change",
        "Find out whether the change is in violence or in its recording before acting on it.",
        "Police",
    ),
    Proposal(
        "recorded.rising",
        "Look into the offences and districts that are rising, and say within a month what was "
        "found.",
        "Police and community safety partnerships",
    ),
    Proposal(
        "when.school",
        "Put adults, safe routes and activities where and when school closes.",
        "Education and youth services",
    ),
    Proposal(
        "who.repeat",
        "Offer support after the first harm, so that there is no second.",
        "Victim services and health",
    ),
    Proposal(
        "health.gap",
        "Strengthen what emergency departments share where police hear least, and place "
        "navigators there.",
        "Integrated care board",
    ),
    Proposal(
        "gaps",
        "Close the gaps in provision that hold over the whole interval, the largest first.",
        "Commissioners of services",
    ),
    Proposal(
        "assets.ending",
        "Decide on services whose funding ends soon before their staff have to leave.",
        "Commissioners of services",
    ),
    Proposal(
        "evidence",
        "Fund what is known to work, and evaluate what is not known.",
        "Local policing body",
    ),
)


def voice() -> list[Block]:
    """What people who live with it say."""
    return [
        unknown(
            "No record of what young people, victims or communities say was supplied. Numbers "
            "cannot stand in for it. Add what was heard, from whom, and what was done with it."
        ),
        bullets(
            (
                "What would make you safer on the way to and from school, work or home?",
                "Who would you go to first, and what happened when you did?",
                "What was offered that helped, and what was missing?",
            )
        ),
    ]


def recommendations(draft: Draft) -> list[Block]:
    """What the findings suggest. Nothing here is decided."""
    matched = [(p, found) for p in PROPOSALS if (found := _prompting(draft.findings, p))]
    if not matched:
        return [unknown("No finding was strong enough to suggest an action.")]
    table = Table(
        id="recommendations",
        title="Suggestions for partners to weigh",
        columns=(
            Column("number", "No.", ColumnKind.CODE),
            Column("suggestion", "Suggestion", ColumnKind.TEXT),
            Column("lead", "Who might lead", ColumnKind.TEXT),
            Column("because", "Because", ColumnKind.TEXT),
            Column("findings", "Findings", ColumnKind.CODE),
        ),
        rows=rows_of(
            [f"R{i}" for i in range(1, len(matched) + 1)],
            [proposal.text for proposal, _ in matched],
            [proposal.lead for proposal, _ in matched],
            [_because(draft.findings, found) for _, found in matched],
            [", ".join(found) for _, found in matched],
        ),
        profile="published",
        rule="These are not counts of people.",
    )
    return [
        paragraph(
            "Each suggestion is prompted by findings of this assessment, named beside it. It is "
            "for partners to accept, change or decline, with reasons, and to give each an owner."
        ),
        draft.table(already_public(table, because="Suggestions hold no counts")),
        caution(
            "A suggestion says where to look and who might lead. It does not say it will work."
        ),
    ]


def _prompting(findings: Mapping[str, Finding], proposal: Proposal) -> tuple[str, ...]:
    """Findings that prompt a proposal and are not too weak to."""
    return tuple(
        finding.id
        for finding in findings.values()
        if (finding.id == proposal.prompted_by or finding.id.startswith(proposal.prompted_by + "."))
        and finding.strength is not Strength.WEAK
    )


def _because(findings: Mapping[str, Finding], prompting: tuple[str, ...]) -> str:
    """The first finding that prompts a suggestion, and how many more do."""
    more = len(prompting) - 1
    return findings[prompting[0]].sentence + (f" (and {more} more)" if more else "")


def intelligence_gaps(draft: Draft, held: Holdings) -> list[Block]:
    """What is not known, and how to find out."""
    lacking = [h for h in held.register if h.status in (NOT_SUPPLIED, PUBLIC_ONLY)]
    if not lacking:
        return [paragraph("Every dataset on the register was supplied, in whole or in part.")]
    table = Table(
        id="data-plan",
        title="Data to ask for next",
        columns=(
            Column("partner", "Ask", ColumnKind.NAME),
            Column("dataset", "For", ColumnKind.NAME),
            Column("status", "Now", ColumnKind.TEXT),
            Column("fields", "At least these fields", ColumnKind.TEXT),
            Column("frequency", "How often", ColumnKind.TEXT),
        ),
        rows=rows_of(
            [h.entry.partner for h in lacking],
            [h.entry.dataset for h in lacking],
            [h.status for h in lacking],
            [h.entry.fields for h in lacking],
            [h.entry.frequency for h in lacking],
        ),
        profile="published",
        rule="These are not counts of people.",
        key_columns=2,
    )
    return [
        paragraph(
            f"{len(lacking)} of {len(held.register)} datasets were not supplied, or only as the "
            "public has them. Until they are, the chapters above say what they cannot say."
        ),
        draft.table(already_public(table, because="The register names datasets, not people")),
        paragraph(
            "Section 16 of the Act lets authorities share for the Duty, but not patient "
            "information, nor personal information from health or social care. Ask those partners "
            "for counts."
        ),
    ]


def appendices(view: View) -> list[Block]:
    """How the numbers were made and protected."""
    return [
        paragraph(
            "Each table says the rule by which its numbers were let out. The workings that follow "
            "give, for every column, the method, the definition and its version, the query, the "
            "loads it read, and the files they came from with their fingerprints."
        ),
        paragraph(
            f"Areas are the neighbourhoods (LSOA) of {view.scope.vintage}. Residents are of "
            f"{view.scope.basis.replace('_', ' ')}."
        ),
    ]
