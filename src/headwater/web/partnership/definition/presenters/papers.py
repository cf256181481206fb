"""A version of the definition as a paper for a board."""

from collections.abc import Sequence
from datetime import date

from headwater.core.papers import Facts, Grid, Heading, Note, Paper, Paragraph, Part
from headwater.web.design_system.parts import Cell, Row
from headwater.web.partnership.definition.models import Candidate, LocalDefinition
from headwater.web.partnership.definition.presenters import versions as presenters
from headwater.web.partnership.definition.rules.weighing import Decision, Factor

LAW = (
    "Section 13 of the Police, Crime, Sentencing and Courts Act 2022 leaves it to partners to say "
    "which violence is serious in their area. They must take into account in particular the "
    "maximum penalty, the impact on any victim, how common it is in the area, and its impact on "
    "the community. Violence includes domestic abuse, sexual offences, violence against property "
    "and threats of violence. It does not include terrorism."
)


def definition_paper(
    version: LocalDefinition,
    candidates: Sequence[Candidate],
    *,
    publisher: str,
    on: date,
    is_fictional: bool,
) -> Paper:
    """Everything a version says, with every judgement."""
    inside = [each for each in candidates if each.decision == Decision.IN]
    parts: list[Part] = [
        Facts(tuple((row.key, _plain(row)) for row in presenters.facts(version, candidates, {}))),
        Paragraph(LAW),
        Heading("What is in"),
        _summary("Kinds of violence that are serious here", inside),
        Heading("What is out or not decided"),
        _summary(
            "Kinds of violence that are not serious here",
            [each for each in candidates if each.decision != Decision.IN],
        ),
        Heading("Every judgement"),
    ]
    if version.approved_on is None:
        parts.insert(0, Note("No board has approved this", "It changes nothing until one does."))
    for each in candidates:
        parts += _judgements(each)
    return Paper(
        title=version.title,
        subtitle=f"Local definition, version {version.number}",
        publisher=publisher,
        made_on=on,
        parts=tuple(parts),
        marking="" if version.approved_on else "Draft",
        is_fictional=is_fictional,
    )


def _plain(row: Row) -> str:
    if isinstance(row.value, Cell):
        return f"{row.value.text}. {row.value.hint}" if row.value.hint else row.value.text
    return str(row.value)


def _summary(caption: str, candidates: Sequence[Candidate]) -> Grid:
    return Grid(
        caption=caption,
        columns=("Kind of violence", "Decision", "Why", "Counted"),
        rows=tuple(
            (
                each.title,
                Decision(each.decision).words,
                each.rationale,
                presenters.counted_words(each),
            )
            for each in candidates
        ),
        empty="None.",
    )


def _judgements(candidate: Candidate) -> list[Part]:
    said = [(factor, candidate.judgement(factor)) for factor in Factor]
    return [
        Heading(candidate.title, 2),
        Facts(
            tuple(
                (factor.words, f"{judged.level.words}. {judged.words}".strip())
                for factor, judged in said
            )
        ),
    ]
