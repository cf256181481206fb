"""The library, evaluations and overrides in words, tags and tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.utils import timezone

from headwater.core import words
from headwater.rulebook.practice import Impact, ToolkitApproach
from headwater.web.design_system.moments import day, moment
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Entry, Row, Table, Tag
from headwater.web.evidence.links import approach_address, evaluation_address, override_address
from headwater.web.evidence.models import Evaluation, Override, Reading, Wording
from headwater.web.evidence.queries.evidence import HarmfulUse
from headwater.web.evidence.rules import overriding
from headwater.web.evidence.rules.evaluating import LEVELS, VERDICTS, Said, Verdict
from headwater.web.evidence.rules.library import (
    BANDS,
    cost_words,
    effect_words,
    harm_words,
    impact_words,
    library,
    quality_words,
)
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead

COLOURS = {
    Impact.HIGH: Colour.GREEN,
    Impact.MODERATE: Colour.TEAL,
    Impact.LOW: Colour.BLUE,
    Impact.NO_CLEAR_EVIDENCE: Colour.YELLOW,
    Impact.HARMFUL: Colour.RED,
    Impact.NOT_READ: Colour.GREY,
}
CSV_COLUMNS = (
    "id",
    "name",
    "impact",
    "effect_low_percent",
    "effect_high_percent",
    "evidence_quality",
    "cost_band",
    "harmful",
    "use_rule",
    "source",
    "source_date",
    "trust",
)
USE_COLUMNS = ("approach", "used_by_kind", "used_by", "title", "override", "state", "last_day")


def impact_tag(approach: ToolkitApproach) -> Tag:
    """The band with what it means."""
    return Tag(impact_words(approach), COLOURS[approach.impact], BANDS[approach.impact])


def facts(approach: ToolkitApproach) -> list[Row]:
    """Everything the rulebook says of an approach."""
    return [
        Row("What the band means", BANDS[approach.impact]),
        Row("Effect on violence", effect_words(approach)),
        Row("Evidence security", quality_words(approach)),
        Row("Cost", cost_words(approach)),
        Row("Does it do harm?", harm_words(approach)),
        Row("How to use it", approach.use_rule),
        Row("Source", approach.source),
        Row("Read on", _read_on(approach)),
        Row("How far to believe it", approach.trust.words.capitalize()),
    ]


def _read_on(approach: ToolkitApproach) -> str:
    """When the source was read; the month or the year where no more is known."""
    try:
        return words.day(date.fromisoformat(approach.source_date))
    except ValueError:
        return approach.source_date


def comparison(
    workspace: str,
    approaches: Sequence[ToolkitApproach],
    uses: Mapping[str, Sequence[Bead]],
    evaluations: Sequence[Evaluation],
) -> Table:
    """Up to three approaches side by side, with what was evaluated here."""
    told = [facts(each) for each in approaches]
    rows: list[list[CellLike]] = [
        ["Impact", *(Cell(tag=impact_tag(each)) for each in approaches)],
        *_fact_rows(told),
        ["Used here", *(words.counted(len(uses[each.id]), "time") for each in approaches)],
        ["Evaluated here", *(_verdicts(each.id, evaluations) for each in approaches)],
        [
            "More about it",
            *(Cell(each.name, href=approach_address(workspace, each.id)) for each in approaches),
        ],
    ]
    return Table(
        caption="Approaches side by side",
        columns=[Column("What"), *(Column(each.name) for each in approaches)],
        rows=rows,
        notes=["The band is about the approach, not about a project of the same name."],
    )


def _fact_rows(told: Sequence[Sequence[Row]]) -> list[list[CellLike]]:
    return [[row.key, *(each[at].value for each in told)] for at, row in enumerate(told[0])]


def _verdicts(approach: str, evaluations: Sequence[Evaluation]) -> str:
    found = [each for each in evaluations if each.approach == approach]
    return words.listed([f"{each.title} ({each.verdict})" for each in found]) or "Not yet"


def used_by(beads: Sequence[Bead]) -> Table:
    """What uses an approach here."""
    return Table(
        caption="What uses it here",
        caption_is_hidden=True,
        columns=[Column("What"), Column("Kind"), Column("State")],
        rows=[
            [Cell(each.title, href=each.address), kind_noun(each.kind), each.state]
            for each in beads
        ],
        when_empty="Nothing here is tied to it yet. Actions and services name what they use.",
    )


def kind_noun(code: str) -> str:
    """What a kind is called: "Action"."""
    kind = kinds.kind(code)
    return (kind.noun if kind else code).capitalize()


def evaluation_table(evaluations: Sequence[Evaluation]) -> Table:
    """Evaluations, the latest first."""
    return Table(
        caption="What was evaluated here",
        caption_is_hidden=True,
        columns=[
            Column("Evaluation"),
            Column("Found"),
            Column("Method"),
            Column("Verdict"),
            Column("Written"),
        ],
        rows=[
            [
                Cell(each.title, href=evaluation_address(each)),
                each.finding,
                Cell(f"Level {each.level}", hint=_independent(each)),
                each.verdict.capitalize(),
                day(timezone.localdate(each.written_at)),
            ]
            for each in evaluations
        ],
        when_empty="Nobody has written an evaluation of it yet.",
    )


def readings_table(readings: Sequence[Reading], names: Mapping[str, str]) -> Table:
    """What was read in the toolkit, the latest first."""
    return Table(
        caption="What the toolkit said",
        caption_is_hidden=True,
        columns=[
            Column("Read on"),
            Column("Impact"),
            Column("Evidence security"),
            Column("Cost"),
            Column("Page"),
            Column("By"),
        ],
        rows=[
            [
                day(each.read_on),
                each.get_impact_display() or "As the rulebook has it",
                "Not said" if each.quality is None else f"{each.quality} of 5",
                each.get_cost_display() or "Not said",
                each.link,
                names.get(each.by, each.by),
            ]
            for each in readings
        ],
        when_empty="Nobody has written down how secure the toolkit finds it, or what it costs.",
    )


def _independent(evaluation: Evaluation) -> str:
    return "Independent" if evaluation.is_independent else "By those who delivered it"


def said_rows(said: Said) -> list[Row]:
    """What an evaluation says."""
    known = library().get(said.approach)
    people = said.participants
    return [
        Row("Approach", known.name if known else said.approach),
        *_told("Why it should work", said.theory),
        *_told("Meant for", said.cohort),
        Row("What was done", said.what),
        *_told("How much of it", said.dose),
        *_told("Done as it was meant", said.fidelity),
        Row("Compared with", said.comparator or "Nothing"),
        Row("People who started", "Not counted" if people is None else words.number(people)),
        *_told("People who completed it", _completed(said)),
        *_told("What was measured", said.outcomes),
        Row("What was found", said.finding),
        *_told("Harm looked for", said.adverse),
        *_told("For some and not for others", said.equity),
        *_told("Cost for each who completed it", _cost(said)),
        Row("Method", LEVELS[said.level]),
        Row("Independent", "Yes" if said.is_independent else "No"),
        Row("Verdict", VERDICTS[Verdict(said.verdict)]),
    ]


def _told(key: str, value: str) -> list[Row]:
    """A row where something was said."""
    return [Row(key, value)] if value else []


def _completed(said: Said) -> str:
    if said.completed is None:
        return ""
    share = f" ({said.completed / said.participants:.0%})" if said.participants else ""
    return f"{words.number(said.completed)}{share}"


def _cost(said: Said) -> str:
    cost = said.cost_per_completer
    return "" if cost is None else f"£{words.number(cost)}"


def evaluation_rows(evaluation: Evaluation, documents: Sequence[Bead]) -> list[Row]:
    """An evaluation with who wrote it and what shows it."""
    approach, *rest = said_rows(evaluation.said)
    slug = evaluation.workspace.slug
    address = approach_address(slug, evaluation.approach)
    shown: str | Cell = "None"
    if documents:
        shown = Cell(documents[0].title, href=documents[0].address)
    by = evaluation.organisation.name if evaluation.organisation else "Leads of the partnership"
    return [
        Row(approach.key, Cell(str(approach.value), href=address)),
        *rest,
        Row("Document", shown),
        Row("Evaluated by", by),
    ]


def theirs(said: Said, version: int) -> Table:
    """What an evaluation says now, beside what somebody typed."""
    return Table(
        caption=f"What it says now, version {version}",
        columns=[Column("Field"), Column("It says")],
        rows=[["Title", said.title], *([row.key, row.value] for row in said_rows(said))],
    )


def history(wordings: Iterable[Wording], names: Mapping[str, str]) -> list[Entry]:
    """When an evaluation was written and changed, the latest first."""
    return [
        Entry(
            title="Written" if each.number == 1 else f"Changed, version {each.number}",
            at=each.at,
            by=names.get(each.by, each.by),
            text=f"{str(each.said['verdict']).capitalize()}: {each.said['finding']}",
        )
        for each in wordings
    ]


def uses_table(
    uses: Sequence[HarmfulUse], workspace: str, *, today: date, names: Mapping[str, str]
) -> Table:
    """Every use of a harmful approach, and whether the board overrode the finding there."""
    return Table(
        caption="Where harmful approaches are chosen",
        caption_is_hidden=True,
        columns=[
            Column("Used by"),
            Column("Approach"),
            Column("Override"),
            Column("Last day"),
            Column("Approved by"),
        ],
        rows=[_use_row(each, workspace, today=today, names=names) for each in uses],
        when_empty="No harmful approach is chosen anywhere that you can see.",
    )


def _use_row(
    use: HarmfulUse, workspace: str, *, today: date, names: Mapping[str, str]
) -> list[CellLike]:
    override = use.override
    return [
        Cell(use.bead.title, href=use.bead.address, hint=kind_noun(use.bead.kind)),
        Cell(library()[use.approach].name, href=approach_address(workspace, use.approach)),
        Cell(
            state_of(override, today=today) if override else "",
            href=override_address(override) if override else "",
            tag=None if use.is_covered else Tag("Needs a decision", Colour.RED, NEEDS),
        ),
        day(override.expires_on) if override else "",
        names.get(override.approved_by, "") if override else "",
    ]


NEEDS = "A board must decide: approve an override, or stop using it there."


def state_of(override: Override, *, today: date) -> str:
    """How an override stands on a day."""
    return overriding.words(override.stage, expires_on=override.expires_on, today=today)


def override_tag(override: Override, *, today: date) -> Tag:
    """How an override stands on a day, with its meaning."""
    if overriding.stands(override.stage, expires_on=override.expires_on, today=today):
        return Tag("Stands", Colour.GREEN, "The board's decision holds until its last day.")
    if override.stage is overriding.Standing.WAITING:
        return Tag(state_of(override, today=today), Colour.YELLOW, "It does not count yet.")
    return Tag(state_of(override, today=today), Colour.GREY, "It counts no more.")


def override_rows(
    override: Override, use: Bead | None, decision: Bead | None, names: Mapping[str, str]
) -> list[Row]:
    """Everything an override says."""
    found = [
        Row("Where it is chosen", _bead_cell(use)),
        Row("Decision of the board", _bead_cell(decision)),
        Row("Why", override.reason),
        Row("Last day", day(override.expires_on)),
        Row("Asked for", _done(override.asked_by, moment(override.asked_at), names)),
    ]
    if override.approved_at:
        said = _done(override.approved_by, moment(override.approved_at), names)
        found.append(Row("Approved", said))
    if override.ended_at:
        said = _done(override.ended_by, moment(override.ended_at), names)
        found += [Row("Ended", said), Row("Why it ended", override.why_ended)]
    return found


def _bead_cell(bead: Bead | None) -> str | Cell:
    return Cell(bead.title, href=bead.address) if bead else "Not there for you to see"


def _done(by: str, when: str, names: Mapping[str, str]) -> str:
    return f"{names.get(by, by)}, {when}"


def csv_rows(approaches: Iterable[ToolkitApproach]) -> Iterator[Sequence[str]]:
    """Approaches for a file. What nobody transcribed is empty."""
    for each in approaches:
        numbers = (each.effect_low_percent, each.effect_high_percent, each.evidence_quality)
        yield [
            each.id,
            each.name,
            each.impact.value,
            *("" if number is None else f"{number:g}" for number in numbers),
            each.cost_band or "",
            "yes" if each.harmful else "no",
            each.use_rule,
            each.source,
            each.source_date,
            each.trust.value,
        ]


def use_csv_rows(uses: Iterable[HarmfulUse], *, today: date) -> Iterator[Sequence[str]]:
    """Uses of harmful approaches for a file."""
    for each in uses:
        override = each.override
        yield [
            each.approach,
            each.bead.kind,
            each.bead.reference,
            each.bead.title,
            override.reference if override else "",
            state_of(override, today=today) if override else "",
            override.expires_on.isoformat() if override else "",
        ]
