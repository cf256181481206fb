"""Why this was written, what counts as serious violence, and how the numbers were made."""

from collections.abc import Sequence

from headwater.analysis.needs.drafting import (
    Draft,
    bullets,
    caution,
    force_words,
    heading,
    paragraph,
    rows_of,
    shown_all,
    unknown,
)
from headwater.analysis.needs.holdings import Holdings
from headwater.analysis.needs.scope import BROAD
from headwater.analysis.needs.topics.public_crime import PublicCrime
from headwater.analysis.needs.view import View
from headwater.core import words
from headwater.core.counts import Released
from headwater.core.disclosure.already_public import already_public
from headwater.core.editions import (
    Block,
    Column,
    ColumnKind,
    Table,
)
from headwater.core.provenance import Provenance
from headwater.rulebook import LOCAL, Definition, definition, suppression_profiles

NOT_PEOPLE = "These are not counts of people."
DEFINITIONS = ("SV_core", BROAD, "public_proxy")


def purpose(view: View) -> list[Block]:
    """Why this was written and what law asks for it."""
    return [
        paragraph(
            f"This is a strategic needs assessment of serious violence in {view.scope.name} for "
            f"{view.scope.period.words}. It describes which kinds of violence happen, where, when "
            "and to whom, what may lie behind them, what help is there and what is missing."
        ),
        paragraph(
            "Since 31 January 2023 police, fire and rescue, integrated care boards, local "
            "authorities, probation and youth offending teams must work together to prevent and "
            "reduce serious violence (Police, Crime, Sentencing and Courts Act 2022, section 8). "
            "They must identify the kinds of serious violence in the area and, so far as they "
            "can, its causes, and prepare and carry out a strategy. Schools, prisons and youth "
            "custody must be consulted. The local policing body may assist and may monitor "
            "(section 14)."
        ),
        paragraph(
            "It follows the public health approach: measure the problem, find what raises and "
            "lowers risk, learn what works, and spread it. It speaks of places, periods, services "
            "and groups. It says nothing about any person, and must not be used to."
        ),
        bullets(
            (
                "Every number leads to the files, the query and the load it came from.",
                "Small counts are hidden where they could reveal a person.",
                "What the data cannot say is said in its place.",
            )
        ),
        *(
            [
                caution(
                    f"{view.scope.name} does not exist. Its people, places and records are "
                    "generated, and nothing here describes anywhere real."
                )
            ]
            if view.scope.is_synthetic
            else []
        ),
    ]


def scope_of_violence(view: View, draft: Draft) -> list[Block]:
    """What counts as serious violence here."""
    serious = view.scope.serious
    listed = [serious if name == BROAD else definition(name) for name in DEFINITIONS]
    block = draft.table(_definitions_table(listed))
    return [
        paragraph(
            "Section 13 of the Act leaves it to partners to decide what is serious, taking into "
            "account in particular the maximum penalty, the impact on any victim, how common it "
            "is in the area, and its impact on the community. Violence includes domestic abuse, "
            "sexual offences, violence against property and threats; it excludes terrorism. "
            "Preventing violence includes stopping people becoming its victims."
        ),
        block,
        _standing(serious),
        heading("What each leaves open"),
        *(bullets(each.cautions) for each in listed if each.cautions),
    ]


def _standing(serious: Definition) -> Block:
    """Whether partners adopted what counts, or it is a proposal of ours."""
    if serious.id == LOCAL:
        return paragraph(
            f"{serious.title}, version {serious.version}, was adopted by {serious.approver} on "
            f"{words.day(serious.effective_from)}, and counts throughout wherever police records "
            "tell offences apart. The other definitions are proposals of the rulebook, kept "
            "beside it so that areas and years can be compared."
        )
    return caution(
        f"These definitions are proposals ({serious.approver}). A board should weigh the four "
        "factors, adopt its own, and run the assessment again."
    )


def _definitions_table(listed: Sequence[Definition]) -> Released[Table]:
    table = Table(
        id="definition-versions",
        title="Definitions used in this assessment",
        columns=(
            Column("definition", "Definition", ColumnKind.NAME),
            Column("title", "Title", ColumnKind.TEXT),
            Column("sentence", "What it counts", ColumnKind.TEXT),
            Column("version", "Version", ColumnKind.TEXT),
            Column("offences", "Offence codes or categories", ColumnKind.TEXT),
        ),
        rows=rows_of(
            [each.id for each in listed],
            [each.title for each in listed],
            [each.sentence for each in listed],
            [each.stamp for each in listed],
            [_counted(each) for each in listed],
        ),
        profile="published",
        rule=NOT_PEOPLE,
    )
    return already_public(table, because="The rulebook of headwater is public")


def _counted(each: Definition) -> str:
    if each.categories:
        return ", ".join(each.categories)
    knife = f"; with the knife flag: {', '.join(each.knife_flag_codes)}"
    return ", ".join(each.codes) + (knife if each.knife_flag_codes else "")


def method(view: View, draft: Draft, held: Holdings) -> list[Block]:
    """Who supplied what, and what the numbers can and cannot say."""
    return [
        heading("What partners supplied"),
        paragraph(_supplied_sentence(held)),
        draft.table(_register_table(held)),
        draft.table(_loads_table(held)),
        *([] if view.public is None else _placed(view, draft, view.public)),
        heading("How numbers were made"),
        bullets(
            (
                "Rates are per 1,000 residents a year with 95% intervals: exact below 10 events, "
                "Byar's method from 10 on.",
                "An area is called higher or lower only when the whole area's rate lies outside "
                "its interval.",
                "Change is measured month by month against the same month a year before.",
                "Harm is counted in days of the Cambridge Crime Harm Index.",
                "Older records are carried to today's neighbourhoods: exactly where a "
                "neighbourhood is unchanged or was merged, by residents where it was split.",
            )
        ),
        heading("How people are protected"),
        bullets(f"{profile.title}: {profile.sentence}" for profile in suppression_profiles()),
        paragraph(
            "Counts of one set of records are protected together, so that no table gives away "
            "what another hides. Before publication the finished edition is attacked by program; "
            "it is refused if any hidden number can be worked out."
        ),
    ]


def _supplied_sentence(held: Holdings) -> str:
    supplied = sum(bool(holding.tables) for holding in held.register)
    return (
        f"{supplied} of {len(held.register)} datasets on the partnership's register were supplied "
        "in whole or in part."
    )


def _register_table(held: Holdings) -> Released[Table]:
    entries = [holding.entry for holding in held.register]
    table = Table(
        id="method-register",
        title="Data register",
        columns=(
            Column("partner", "Partner", ColumnKind.NAME),
            Column("dataset", "Dataset", ColumnKind.NAME),
            Column("status", "Status", ColumnKind.TEXT),
            Column("frequency", "Expected", ColumnKind.TEXT),
            Column("caveat", "To bear in mind", ColumnKind.TEXT),
        ),
        rows=rows_of(
            [entry.partner for entry in entries],
            [entry.dataset for entry in entries],
            [holding.status for holding in held.register],
            [entry.frequency for entry in entries],
            [entry.caveat for entry in entries],
        ),
        profile="published",
        rule=NOT_PEOPLE,
        key_columns=2,
    )
    return already_public(table, because="The register names datasets, not people")


def _loads_table(held: Holdings) -> Released[Table]:
    counted = Provenance(method="Rows of the supplied files, counted as they were loaded")
    table = Table(
        id="method-loads",
        title="Loads behind this assessment",
        columns=(
            Column("load", "Load", ColumnKind.CODE),
            Column("source", "Source", ColumnKind.NAME),
            Column("files", "Files", ColumnKind.NUMBER, provenance=counted),
            Column("rows", "Rows accepted", ColumnKind.NUMBER, provenance=counted),
            Column("rejected", "Rows left out", ColumnKind.NUMBER, provenance=counted),
        ),
        rows=rows_of(
            [load.id for load in held.loads],
            [load.source for load in held.loads],
            [len(load.files) for load in held.loads],
            [load.rows for load in held.loads],
            [load.rejected for load in held.loads],
        ),
        profile="published",
        rule=NOT_PEOPLE,
        in_full=False,
    )
    return already_public(table, because="Sizes of files say nothing of any person")


def _placed(view: View, draft: Draft, public: PublicCrime) -> list[Block]:
    """Where the public records could be put."""
    counted = public.rows.provenance(method="Records of the area's own police by where they lie")
    names = {
        "inside": "In a neighbourhood of the area",
        "elsewhere": "In a neighbourhood of another area",
        "no location": "Without a location",
    }
    total = sum(public.places.values())
    forces = words.listed([force_words(each) for each in public.forces])
    table = already_public(
        Table(
            id="method-places",
            title=f"Public crime records of {forces} by where they lie",
            columns=(
                Column("place", "Where", ColumnKind.NAME),
                Column("count", "Records", ColumnKind.COUNT, provenance=counted),
                Column(
                    "share",
                    "Share",
                    ColumnKind.PERCENT,
                    "%",
                    1,
                    counted.restated(method="Part ÷ whole × 100"),
                ),
            ),
            rows=rows_of(
                [names[place] for place in public.places],
                shown_all(public.places.values()),
                shown_all([n / total * 100 for n in public.places.values()]),
            ),
            profile="published",
            rule="These numbers are already public at this level.",
        ),
        because="data.police.uk publishes these records one by one",
    )
    missing = public.missing(view.scope.period)
    lacking = (
        [
            unknown(
                f"{len(missing)} of {len(view.scope.period)} months of the period were not loaded: "
                f"{words.listed([month.words for month in missing])}. "
                "Rates are of the months there are."
            )
        ]
        if missing
        else []
    )
    note = public.carried.sentence
    return [
        heading("Where public records could be placed"),
        draft.table(table),
        *([paragraph(note)] if note else []),
        *lacking,
    ]
