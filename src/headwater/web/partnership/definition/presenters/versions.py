"""Versions of the definition in words and tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from headwater.core import words
from headwater.rulebook import Limb
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Row, Table, Tag
from headwater.web.partnership.definition.links import candidate_address, version_address
from headwater.web.partnership.definition.models import Candidate, LocalDefinition
from headwater.web.partnership.definition.queries.assessed import Again
from headwater.web.partnership.definition.rules.comparing import Difference
from headwater.web.partnership.definition.rules.stages import Status
from headwater.web.partnership.definition.rules.weighing import (
    Decision,
    Factor,
    Level,
    counted_codes,
)

COLOURS = {
    Status.DRAFT: Colour.YELLOW,
    Status.PROPOSED: Colour.BLUE,
    Status.APPROVED: Colour.GREEN,
    Status.REPLACED: Colour.GREY,
    Status.DISCARDED: Colour.GREY,
}
DECISION_TAGS = {
    Decision.IN: Tag("In", Colour.GREEN, "It is serious violence here."),
    Decision.OUT: Tag("Out", Colour.GREY, "It is not serious violence here."),
    Decision.UNDECIDED: Tag("Not decided", Colour.YELLOW, "Nobody has said yet."),
}
CSV_COLUMNS = (
    "version",
    "kind",
    "part",
    "labels",
    *(f"{factor.value}_{part}" for factor in Factor for part in ("judgement", "words")),
    "decision",
    "why",
    "counted",
)


def status_tag(version: LocalDefinition) -> Tag:
    """Where it stands."""
    return Tag(version.stands.words, COLOURS[version.stands], version.stands.meaning)


def part_words(limb: str) -> str:
    """The part of what the Act calls violence."""
    return Limb(limb).words


def included(candidates: Iterable[Candidate], limb: Limb) -> str:
    """Whether a part of what the Act calls violence is in, and what of it."""
    theirs = [each for each in candidates if each.limb == limb]
    inside = [each.title for each in theirs if each.decision == Decision.IN]
    if not inside:
        undecided = any(each.decision == Decision.UNDECIDED for each in theirs)
        return "Not decided" if undecided else "Left out"
    lower = [each[:1].lower() + each[1:] for each in inside]
    return f"Included: {words.listed(lower)}"


def facts(
    version: LocalDefinition, candidates: Sequence[Candidate], names: Mapping[str, str]
) -> list[Row]:
    """What a version says as a whole, and who said so."""
    always, flagged = counted_codes(each.weighed for each in candidates)
    rows = [
        Row("What counts", version.sentence or "Not written yet"),
        Row("Ages put first", Cell(version.ages_words, hint=_ages_hint(version))),
        Row("Domestic abuse", included(candidates, Limb.DOMESTIC_ABUSE)),
        Row("Sexual violence", included(candidates, Limb.SEXUAL)),
        Row("Terrorism", "Left out by the Act"),
        Row("Police labels that count", ", ".join(always) or "None yet"),
    ]
    if flagged:
        rows.append(Row("Only with the knife flag", ", ".join(flagged)))
    if version.approved_on:
        rows += [
            Row("Approved by", version.board),
            Row("Decided", Cell(words.day(version.approved_on), hint=version.minute)),
        ]
    if version.proposed_at:
        said = _when(version.proposed_at, version.proposed_by, names)
        rows.append(Row("Put to a board", said))
    if version.approved_at:
        rows.append(Row("Recorded", _when(version.approved_at, version.approved_by, names)))
    return rows


def _ages_hint(version: LocalDefinition) -> str:
    if version.age_from is None and version.age_to is None:
        return ""
    return "Assessments count all ages and show victims by age"


def _when(at: datetime, by: str, names: Mapping[str, str]) -> str:
    day = words.day(timezone.localdate(at))
    return f"{day}, {names[by]}" if by in names else day


def weighed_table(candidates: Iterable[Candidate], *, caption: str) -> Table:
    """Kinds of violence, each leading to its page, with the four judgements and the decision."""
    return Table(
        caption=caption,
        columns=[
            Column("Kind of violence"),
            *(Column(factor.words) for factor in Factor),
            Column("Serious here?"),
            Column("Counted"),
        ],
        rows=[_weighed_row(each) for each in candidates],
        is_dense=True,
    )


def _weighed_row(candidate: Candidate) -> list[CellLike]:
    return [
        Cell(candidate.title, href=candidate_address(candidate), hint=part_words(candidate.limb)),
        *(_level_words(candidate.judgement(factor).level) for factor in Factor),
        Cell(tag=DECISION_TAGS[Decision(candidate.decision)]),
        counted_words(candidate),
    ]


def _level_words(level: Level) -> str:
    return "–" if level is Level.NOT_JUDGED else level.words


def counted_words(candidate: Candidate) -> str:
    """How it is counted where it is in."""
    if candidate.limb == Limb.DOMESTIC_ABUSE:
        return "By the domestic flag"
    if not candidate.codes:
        return "Named, not counted"
    codes = ", ".join(candidate.codes)
    return f"{codes}, with a knife" if candidate.counting == "knife" else codes


def judged(candidate: Candidate) -> list[Row]:
    """What was said of a kind of violence."""
    rows = [
        Row(
            factor.words,
            Cell(candidate.judgement(factor).level.words, hint=candidate.judgement(factor).words),
        )
        for factor in Factor
    ]
    rows.append(
        Row("Serious here?", Cell(Decision(candidate.decision).words, hint=candidate.rationale))
    )
    rows.append(Row("Counted", counted_words(candidate)))
    return rows


def csv_rows(version: LocalDefinition, candidates: Iterable[Candidate]) -> list[list[str]]:
    """Every kind of violence for a spreadsheet."""
    return [
        [
            str(version.number),
            each.title,
            part_words(each.limb),
            " ".join(each.codes),
            *(
                part
                for factor in Factor
                for part in (each.judgement(factor).level.words, each.judgement(factor).words)
            ),
            Decision(each.decision).words,
            each.rationale,
            counted_words(each),
        ]
        for each in candidates
    ]


def versions_table(versions: Iterable[LocalDefinition]) -> Table:
    """Every version, each leading to its page."""
    return Table(
        caption="Every version",
        columns=[
            Column("Version"),
            Column("Status"),
            Column("Board"),
            Column("Decided"),
            Column("Minutes"),
        ],
        rows=[
            [
                Cell(f"Version {each.number}", href=version_address(each), hint=each.title),
                Cell(tag=status_tag(each)),
                each.board,
                words.day(each.approved_on) if each.approved_on else "",
                each.minute,
            ]
            for each in versions
        ],
        when_empty="No version was begun yet.",
    )


def assessed_table(found: Iterable[Again], workspace: str) -> Table:
    """Assessments that count by a version, each beside the one before it."""
    return Table(
        caption="Assessments that count by this version",
        columns=[Column("Assessment"), Column("Status"), Column("What the definition changed")],
        rows=[
            [
                Cell(
                    f"{each.after.area_name}, {each.after.period_words}",
                    href=reverse("insights:assessment", args=[workspace, each.after.reference]),
                ),
                each.after.stands.words,
                _compared(each, workspace),
            ]
            for each in found
        ],
        when_empty="None was asked for since it came into force.",
    )


def _compared(each: Again, workspace: str) -> CellLike:
    if each.before is None:
        return "No earlier assessment of the same months"
    if not each.can_be_compared:
        return "Once it is made"
    address = reverse("insights:assessment_compare", args=[workspace, each.after.reference])
    return Cell("Compare with the one before", href=f"{address}?with={each.before.reference}")


def difference_table(found: Difference) -> Table:
    """What changed about kinds of violence, one line each."""
    return Table(
        caption="What was judged or counted otherwise",
        columns=[
            Column("Kind of violence"),
            Column("What"),
            Column("Earlier version"),
            Column("Later version"),
        ],
        rows=[[each.title, each.what, each.before, each.after] for each in found.changes],
        when_empty="Nothing was judged or counted otherwise.",
    )
