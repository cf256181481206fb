"""The panel's papers: how applications stand beside each other, and each with what was found."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.urls import reverse

from headwater.core.money import pounds, short_pounds
from headwater.core.papers import Bullets, Facts, Grid, Heading, Note, Paper, Paragraph, Part
from headwater.core.words import counted, listed
from headwater.web.design_system.parts import Cell, Colour, Column, Table, Tag
from headwater.web.grants.deciding.imprint import Imprint
from headwater.web.grants.deciding.links import application_address
from headwater.web.grants.deciding.models import Interest, Source
from headwater.web.grants.deciding.presenters.applications import (
    amount_words,
    area_words,
    days_words,
    evidence_words,
    flag_tag,
    for_whom,
    title_of,
)
from headwater.web.grants.deciding.presenters.assessing import outcome_words
from headwater.web.grants.deciding.queries.assessments import Line, Sheet
from headwater.web.grants.deciding.queries.panel import Before, Money
from headwater.web.grants.deciding.rules.evidence import Flag
from headwater.web.grants.deciding.rules.interests import Ground
from headwater.web.grants.rounds.models import Round


def asked_for(found: Sequence[Before]) -> Decimal:
    """What all of them ask for together."""
    return sum((each.application.amount or Decimal(0) for each in found), Decimal("0.00"))


def table(found: Sequence[Before]) -> Table:
    """Applications before the panel, the best first."""
    return Table(
        caption="Before the panel",
        caption_is_hidden=True,
        columns=[
            Column("Project"),
            Column("Asks for", numeric=True),
            Column("Adds up to", numeric=True),
            Column("Of 100", numeric=True),
            Column("Scores"),
            Column("Evidence"),
        ],
        rows=[
            [
                Cell(
                    title_of(each.application),
                    href=application_address(each.application),
                    hint=f"{each.application.organisation}, {each.application.reference}",
                ),
                amount_words(each.application),
                pounds(running),
                "" if each.sheet.outcome.total is None else str(each.sheet.outcome.total),
                Cell(tag=_score_tag(each.sheet)),
                Cell(tag=flag_tag(each.evidence) or Tag(each.evidence.band, Colour.GREEN)),
            ]
            for each, running in zip(found, _running(found), strict=True)
        ],
        when_empty=(
            "Nothing is with the panel. Put an application before it once its scores are settled."
        ),
    )


def _running(found: Sequence[Before]) -> list[Decimal]:
    """What those down to here ask for together."""
    sums, so_far = [], Decimal("0.00")
    for each in found:
        so_far += each.application.amount or Decimal(0)
        sums.append(so_far)
    return sums


def _score_tag(sheet: Sheet) -> Tag:
    if sheet.outcome.zeros:
        return Tag("Zero where none is allowed", Colour.RED)
    if not sheet.outcome.is_fundable:
        return Tag("Below the threshold", Colour.ORANGE)
    if sheet.disagreements:
        return Tag("Assessors disagreed", Colour.YELLOW)
    return Tag("Can be funded", Colour.GREEN)


def several_words(before: Before) -> str:
    """One application as it stands among those that may be approved at once."""
    application = before.application
    return (
        f"{title_of(application)}, {application.organisation}: {amount_words(application)}, "
        f"{before.sheet.outcome.total} of 100"
    )


def may_be_among_several(before: Before) -> bool:
    """Whether it can be approved without a word of its own: no plan, override or exception."""
    application = before.application
    return (
        before.sheet.outcome.is_fundable
        and before.evidence.flag is Flag.NONE
        and None not in (application.amount, application.starts_on, application.ends_on)
        and bool(application.summary)
    )


def pack(
    round_: Round,
    found: Sequence[Before],
    money: Sequence[Money],
    names: Mapping[str, str],
    imprint: Imprint,
) -> Paper:
    """The panel's papers: the budget line, a table of all, then each application."""
    available = sum((each.available for each in money), Decimal("0.00"))
    parts: list[Part] = [
        Facts(
            (
                ("Before the panel", counted(len(found), "application")),
                ("They ask for", short_pounds(asked_for(found))),
                ("The round may award", short_pounds(round_.total)),
                ("The pots have", short_pounds(available)),
                ("Most for one", short_pounds(round_.largest_award)),
                ("Points needed", f"{round_.threshold} of 100"),
            )
        ),
        Heading("All applications, the best first"),
        _all(found),
        Heading("Money"),
        Grid(
            caption="Pots that this round pays from",
            columns=("Pot", "Has left"),
            rows=tuple((each.pot.name, pounds(each.available)) for each in money),
            empty="No pot is named for this round.",
        ),
    ]
    for number, each in enumerate(found, start=1):
        parts += _one(number, each, names)
    return Paper(
        title=f"Panel papers: {round_.title}",
        subtitle="Applications to decide on",
        publisher=imprint.publisher,
        made_on=imprint.made_on,
        parts=tuple(parts),
        marking="Official: for the panel only",
        is_fictional=imprint.is_fictional,
    )


def _all(found: Sequence[Before]) -> Grid:
    return Grid(
        caption="Applications before the panel",
        columns=("Project", "Asks for", "Adds up to", "Of 100", "To be weighed"),
        rows=tuple(
            (
                f"{n}. {title_of(each.application)}\n{each.application.organisation}",
                amount_words(each.application),
                pounds(running),
                "" if each.sheet.outcome.total is None else str(each.sheet.outcome.total),
                "\n".join(_to_weigh(each)) or "Nothing",
            )
            for n, (each, running) in enumerate(zip(found, _running(found), strict=True), start=1)
        ),
        empty="Nothing is with the panel.",
    )


def _to_weigh(before: Before) -> Iterator[str]:
    """What a panel must not miss of an application."""
    sheet = before.sheet
    if sheet.outcome.zeros:
        yield "Zero where none is allowed"
    elif not sheet.outcome.is_fundable:
        yield "Below the threshold"
    if sheet.disagreements:
        names = listed([line.criterion.name for line in sheet.disagreements])
        yield f"Assessors disagreed: {names}"
    if before.evidence.flag is not Flag.NONE:
        tag = flag_tag(before.evidence)
        yield f"Evidence: {tag.text.lower()}" if tag else ""
    if before.interests:
        yield counted(len(before.interests), "interest")


def _one(number: int, before: Before, names: Mapping[str, str]) -> Iterator[Part]:
    application = before.application
    yield Heading(f"{number}. {title_of(application)}")
    yield Facts(
        (
            ("Organisation", application.organisation or "Not given"),
            ("Reference", application.reference),
            ("Asks for", amount_words(application)),
            ("Where", area_words(application)),
            ("For whom", for_whom(application)),
            ("From and until", days_words(application.starts_on, application.ends_on)),
            ("Answers", listed([each.title for each in before.ties]) or "No gap or action is tied"),
            ("Approach", before.evidence.name),
            ("Evidence", evidence_words(before.evidence)),
        )
    )
    if before.evidence.flag is Flag.HARMFUL:
        yield Note("Flagged as harmful", before.evidence.words)
    for words in application.summary.splitlines():
        if words.strip():
            yield Paragraph(words.strip())
    yield Heading("Scores", 2)
    yield Paragraph(outcome_words(before.sheet))
    yield Grid(
        caption=f"Scores of {application.reference}",
        columns=(
            "Criterion",
            *(names.get(each.assessor, "Assessor") for each in before.sheet.assessments),
            "Counts",
        ),
        rows=tuple(_score_row(line, before.sheet) for line in before.sheet.lines),
        empty="No score was handed in.",
    )
    for line in before.sheet.disagreements:
        yield from _disagreement(line, before.sheet, names)
    said = [each for each in before.sheet.assessments if each.comment.strip()]
    if said:
        yield Heading("What assessors add", 2)
        yield Bullets(tuple(f"{names.get(e.assessor, 'Assessor')}: {e.comment}" for e in said))
    yield from _interests(before.interests, names)


def _score_row(line: Line, sheet: Sheet) -> tuple[str, ...]:
    given = {score.assessment_id: score.points for score in line.scores}
    apart = f"\n{line.spread.width} points apart" if line.spread.is_wide else ""
    return (
        f"{line.criterion.name}, weight {line.criterion.weight}{apart}",
        *(_points(given.get(each.pk)) for each in sheet.assessments),
        "" if line.points is None else f"{line.points.normalize():f}",
    )


def _points(points: int | None) -> str:
    return "" if points is None else str(points)


def _disagreement(line: Line, sheet: Sheet, names: Mapping[str, str]) -> Iterator[Part]:
    people = {each.pk: names.get(each.assessor, "Assessor") for each in sheet.assessments}
    yield Heading(f"Where assessors disagreed: {line.criterion.name}", 2)
    for score in line.scores:
        yield Paragraph(
            f"{score.reason} ({score.points} of 5)",
            strong=f"{people.get(score.assessment_id, 'Assessor')}.",
        )
    if line.moderation is not None:
        points = f"{line.moderation.points.normalize():f}"
        yield Paragraph(f"{line.moderation.reason} ({points} of 5)", strong="Moderated.")


def _interests(found: Sequence[Interest], names: Mapping[str, str]) -> Iterator[Part]:
    if not found:
        return
    yield Heading("Conflicts of interest", 2)
    yield Bullets(tuple(_interest_words(each, names) for each in found))


def _interest_words(row: Interest, names: Mapping[str, str]) -> str:
    grounds = listed([Ground(each).words for each in row.grounds])
    what = row.nature if row.source == Source.DECLARED else grounds.capitalize()
    managed = f" Managed: {row.reason}" if row.cleared_at else " Blocked from reading it."
    return f"{names.get(row.person, 'Somebody')}: {what.rstrip('.')}.{managed}"


def pot_words(money: Money) -> str:
    """A pot with what it has left."""
    return f"{money.pot.name}: {pounds(money.available)} left"


def pack_links(workspace: str, reference: str) -> list[tuple[str, str]]:
    """Where the papers are to be had."""
    return [
        (words, reverse("deciding:pack", args=[workspace, reference, kind]))
        for words, kind in (("Papers as Word", "docx"), ("Papers as PDF", "pdf"))
    ]
