"""Evidence of what works: does the local offer match what is known to work?"""

from headwater.analysis.needs.drafting import (
    Draft,
    bullets,
    caution,
    heading,
    paragraph,
    unknown,
)
from headwater.analysis.needs.topics.services import Services
from headwater.analysis.needs.view import View
from headwater.core import words
from headwater.core.counts import Released
from headwater.core.disclosure.already_public import already_public
from headwater.core.editions import (
    Block,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Finding,
    Strength,
    Table,
    Value,
)
from headwater.core.marks import NOT_APPLICABLE, NOT_AVAILABLE
from headwater.core.provenance import Provenance
from headwater.rulebook import Impact, ToolkitApproach, evidence_toolkit, table_version

OPEN = "published"
RULE = "These are not counts of people."
BECAUSE = "Service directories are open and the toolkit's bands are published"
OF_THE_APPROACH = (
    "A band is of an approach, as studies found it on average. It says nothing of how well one "
    "service does it, nor of the people who run it."
)
NOT_STATED = "not_stated"
UNKNOWN_APPROACH = "not_in_toolkit"
BANDS: dict[str, str] = {
    Impact.HIGH: "High impact",
    Impact.MODERATE: "Moderate impact",
    Impact.LOW: "Low impact",
    Impact.NO_CLEAR_EVIDENCE: "No clear evidence",
    Impact.HARMFUL: "Found to do harm",
    Impact.NOT_READ: "Band not yet looked up",
    UNKNOWN_APPROACH: "Approach not in the toolkit",
    NOT_STATED: "Approach not stated",
}


def compose(view: View, services: Services | None, draft: Draft) -> list[Block]:
    """The chapter."""
    toolkit = evidence_toolkit()
    approaches = draft.table(_approaches_table(services, toolkit))
    opening = [
        paragraph(
            "The Youth Endowment Fund Toolkit sorts approaches by how much studies found them to "
            "lower violence. This chapter sets the local offer beside it."
        ),
        caution(OF_THE_APPROACH),
    ]
    if services is None:
        return [
            *opening,
            unknown(
                "No service directory that reaches this area was loaded, so headwater cannot say "
                "whether the local offer matches what is known to work."
            ),
            approaches,
        ]
    unread = sum(each.impact is Impact.NOT_READ for each in toolkit)
    return [
        *opening,
        *_bands(view, services, toolkit, draft),
        *_missing(services, toolkit, draft),
        approaches,
        *_to_look_at(services, toolkit, draft),
        unknown(
            f"Bands of {unread} approaches have not been looked up, and how strong the evidence "
            "is and what it costs have not been transcribed for any. Look at the toolkit before "
            "deciding."
        ),
    ]


def _local(services: Services | None) -> dict[str, list[int]]:
    """Positions of running services by approach."""
    found: dict[str, list[int]] = {}
    for i in () if services is None else services.open:
        assert services is not None
        found.setdefault(services.entries[i].approach or NOT_STATED, []).append(i)
    return found


def _band(approach: str | None, toolkit: tuple[ToolkitApproach, ...]) -> str:
    """The band of an approach that an entry names."""
    if approach is None:
        return NOT_STATED
    return next((str(a.impact) for a in toolkit if a.id == approach), UNKNOWN_APPROACH)


def _places(services: Services, positions: list[int]) -> Value:
    """Places a year of some services, of those that state them."""
    stated = [c for i in positions if (c := services.entries[i].capacity) is not None]
    return sum(stated) if stated else NOT_AVAILABLE


def _effect(approach: ToolkitApproach) -> str:
    """How much the band means violence falls, in words."""
    low, high = approach.effect_low_percent, approach.effect_high_percent
    if low is None:
        return "rises" if approach.harmful else "not known"
    if high is None:
        return f"{low:.0f}% or more"
    return f"{low:.0f}% to {high:.0f}%"


def _approaches_table(
    services: Services | None, toolkit: tuple[ToolkitApproach, ...]
) -> Released[Table]:
    """Every approach of the toolkit with the local services that use it."""
    here = _local(services)
    stamp = table_version("evidence_toolkit")
    counted = (
        Provenance(method=f"No directory was loaded. {stamp}")
        if services is None
        else services.rows.provenance(method=f"Running services that name the approach. {stamp}")
    )
    none: Value = NOT_AVAILABLE if services is None else 0
    rows: list[tuple[Value, ...]] = []
    for each in toolkit:
        using = here.get(each.id, [])
        rows.append(
            (
                each.id,
                each.name,
                BANDS[each.impact],
                _effect(each),
                len(using) if services is not None else none,
                none if services is None or not using else _places(services, using),
                each.use_rule,
                f"{each.source}, {each.source_date} ({each.trust})",
            )
        )
    table = Table(
        id="evidence-approaches",
        title="Approaches of the toolkit and the local services that use them",
        columns=(
            Column("approach", "Code", ColumnKind.CODE),
            Column("name", "Approach", ColumnKind.NAME),
            Column("band", "Impact on violence", ColumnKind.TEXT),
            Column("effect", "Violence falls by", ColumnKind.TEXT),
            Column("services", "Local services", ColumnKind.NUMBER, provenance=counted),
            Column("places", "Places", ColumnKind.NUMBER, "a year", 0, counted),
            Column("rule", "Before funding", ColumnKind.TEXT),
            Column("source", "Source", ColumnKind.TEXT),
        ),
        rows=tuple(rows),
        profile=OPEN,
        rule=RULE,
        notes=(OF_THE_APPROACH,),
        in_full=False,
    )
    return already_public(table, because=BECAUSE)


def _bands(
    view: View, services: Services, toolkit: tuple[ToolkitApproach, ...], draft: Draft
) -> list[Block]:
    """Services and places by band."""
    groups: dict[str, list[int]] = {band: [] for band in BANDS}
    for i in services.open:
        groups[_band(services.entries[i].approach, toolkit)].append(i)
    block = draft.table(_bands_table(services, groups))
    good = len(groups[Impact.HIGH]) + len(groups[Impact.MODERATE])
    running = len(services.open)
    return [
        heading("How the offer stands"),
        draft.finding(
            Finding(
                "evidence.bands",
                f"{good} of {words.counted(running, 'running service')} that can reach "
                f"{view.scope.name} name an approach found to lower violence with high or "
                f"moderate impact; {len(groups[NOT_STATED])} name no approach.",
                (
                    "evidence-bands:high:services",
                    "evidence-bands:moderate:services",
                    "evidence-bands:not_stated:services",
                ),
                Strength.DESCRIPTIVE,
                (OF_THE_APPROACH,),
                "It counts what entries say, and compares nothing.",
            )
        ),
        draft.chart(
            Chart(
                "evidence-chart",
                ChartKind.BAR,
                f"{good} of {words.counted(running, 'service')} "
                f"{'names' if good == 1 else 'name'} an approach found to work",
                "Bars are running services by band: "
                + words.listed([f"{BANDS[b].lower()} {len(g)}" for b, g in groups.items()])
                + ".",
                "evidence-bands",
                x="band_name",
                y="services",
                y_title="Running services",
            )
        ),
        block,
    ]


def _bands_table(services: Services, groups: dict[str, list[int]]) -> Released[Table]:
    """How many running services, and places in them, name an approach of each band."""
    counted = services.rows.provenance(
        method=f"Running services by the band of the approach they name. "
        f"{table_version('evidence_toolkit')}"
    )
    table = Table(
        id="evidence-bands",
        title="Running services by the evidence for their approach",
        columns=(
            Column("band", "Code", ColumnKind.CODE),
            Column("band_name", "Evidence", ColumnKind.NAME),
            Column("services", "Services", ColumnKind.NUMBER, provenance=counted),
            Column("places", "Places", ColumnKind.NUMBER, "a year", 0, counted),
        ),
        rows=tuple(
            (band, BANDS[band], len(group), _places(services, group) if group else NOT_APPLICABLE)
            for band, group in groups.items()
        ),
        profile=OPEN,
        rule=RULE,
    )
    return already_public(table, because=BECAUSE)


def _missing(services: Services, toolkit: tuple[ToolkitApproach, ...], draft: Draft) -> list[Block]:
    """Approaches with high impact that no local service names."""
    here = _local(services)
    high = [each for each in toolkit if each.impact is Impact.HIGH]
    lacking = [each for each in high if each.id not in here]
    if not lacking:
        return [
            paragraph(
                f"Each of the {len(high)} approaches with high impact has a local service that "
                "names it."
            )
        ]
    dates = sorted({each.source_date for each in lacking})
    return [
        draft.finding(
            Finding(
                "evidence.missing",
                f"No running service names {len(lacking)} of the {len(high)} approaches that the "
                f"toolkit puts in its highest band (read {words.listed(dates)}): "
                f"{words.listed([each.name for each in lacking])}.",
                tuple(f"evidence-approaches:{each.id}:services" for each in lacking),
                Strength.MODERATE,
                (
                    OF_THE_APPROACH,
                    "A service may use an approach without its entry saying so.",
                ),
                "It rests on what entries say of themselves.",
            )
        )
    ]


def _to_look_at(
    services: Services, toolkit: tuple[ToolkitApproach, ...], draft: Draft
) -> list[Block]:
    """Services whose approach is without clear evidence, found to do harm, or not stated."""
    look = {
        band: [i for i in services.open if _band(services.entries[i].approach, toolkit) == band]
        for band in (Impact.HARMFUL, Impact.NO_CLEAR_EVIDENCE, UNKNOWN_APPROACH, NOT_STATED)
    }
    listed = [(band, i) for band, group in look.items() for i in group]
    if not listed:
        return []
    by_id = {each.id: each for each in toolkit}
    said = services.rows.provenance(method="As the entry says")
    table = Table(
        id="evidence-services",
        title="Services to talk to about evidence",
        columns=(
            Column("service", "Code", ColumnKind.CODE),
            Column("name", "Service", ColumnKind.NAME),
            Column("help", "Kind of help", ColumnKind.TEXT),
            Column("approach", "Approach", ColumnKind.TEXT),
            Column("band", "Evidence", ColumnKind.TEXT),
            Column("places", "Places", ColumnKind.NUMBER, "a year", 0, said),
        ),
        rows=tuple(
            (
                services.entries[i].id.replace(":", "_"),
                services.entries[i].name,
                services.entries[i].help.words,
                _approach_words(services.entries[i].approach, by_id),
                BANDS[band],
                _places(services, [i]),
            )
            for band, i in listed
        ),
        profile=OPEN,
        rule=RULE,
        notes=(OF_THE_APPROACH,),
        in_full=False,
    )
    return [
        heading("Where to ask for more"),
        draft.table(already_public(table, because=BECAUSE)),
        *_harm(services, look[Impact.HARMFUL], by_id, draft),
        *_unclear(services, look[Impact.NO_CLEAR_EVIDENCE], by_id, draft),
        bullets(
            (
                "Ask services without a stated approach what they do, before judging it.",
                "Where there is no clear evidence, agree how it will be evaluated.",
                "Where an approach was found to do harm, ask what is done differently here, and "
                "change it or record why not.",
            )
        ),
    ]


def _approach_words(approach: str | None, by_id: dict[str, ToolkitApproach]) -> str:
    """The name of an approach, or what the entry says."""
    if approach is None:
        return "not stated"
    return by_id[approach].name if approach in by_id else approach


def _harm(
    services: Services, found: list[int], by_id: dict[str, ToolkitApproach], draft: Draft
) -> list[Block]:
    """Services whose approach studies found to raise violence."""
    if not found:
        return []
    first = services.entries[found[0]]
    approach = by_id[str(first.approach)]
    return [
        draft.finding(
            Finding(
                "evidence.harm",
                f"{words.counted(len(found), 'running service')} "
                f"{'names' if len(found) == 1 else 'name'} an approach that studies, taken "
                f"together, found to raise violence, such as {approach.name.lower()}. It may be "
                "done differently here, which is worth asking about before anything is decided.",
                ("evidence-bands:harmful:services",),
                Strength.MODERATE,
                (OF_THE_APPROACH,),
                f"{approach.source}, {approach.source_date}. {approach.use_rule}",
            )
        )
    ]


def _unclear(
    services: Services, found: list[int], by_id: dict[str, ToolkitApproach], draft: Draft
) -> list[Block]:
    """Services whose approach has no clear evidence either way."""
    if not found:
        return []
    names = sorted({by_id[str(services.entries[i].approach)].name for i in found})
    dates = sorted({by_id[str(services.entries[i].approach)].source_date for i in found})
    return [
        draft.finding(
            Finding(
                "evidence.unclear",
                f"{words.counted(len(found), 'running service')} "
                f"{'names' if len(found) == 1 else 'name'} an approach without clear evidence "
                f"either way (read {words.listed(dates)}): {words.listed(names)}.",
                ("evidence-bands:no_clear_evidence:services",),
                Strength.MODERATE,
                (OF_THE_APPROACH, "No clear evidence is not evidence of no effect."),
                "The toolkit found too few or too mixed studies.",
            )
        )
    ]
