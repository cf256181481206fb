"""Assets and services: what is already here, at which tier?"""

from collections.abc import Callable, Sequence

import numpy as np

from headwater.analysis.needs.drafting import (
    Draft,
    caution,
    heading,
    number_in,
    paragraph,
    shown,
    unknown,
)
from headwater.analysis.needs.topics.services import (
    CONFIRMED_WITHIN_MONTHS,
    TAKEN,
    TIERS,
    Help,
    Service,
    Services,
    month_words,
)
from headwater.analysis.needs.view import View
from headwater.core import words
from headwater.core.counts import Released, ReleasedCube
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
from headwater.core.marks import NOT_AVAILABLE
from headwater.rulebook import threshold

OPEN = "published"
RULE = "These are not counts of people."
BECAUSE = "Service directories are open, and say nothing of any person"
NAMED = 3
SAID = "As the entry says, which is only as good as whoever keeps it."

FIELDS: tuple[tuple[str, str, Callable[[Service], object]], ...] = (
    ("ages", "Ages it takes", lambda each: each.youngest if each.oldest is None else each.oldest),
    ("place", "A place or an area it serves", lambda each: each.point or each.serves),
    ("capacity", "Places a year", lambda each: each.capacity),
    ("taken", "Places taken", lambda each: each.taken),
    ("wait", "Wait", lambda each: each.wait_days),
    ("approach", "Approach in the evidence toolkit", lambda each: each.approach),
    ("send", "Whether it suits special needs", lambda each: each.send_friendly),
    ("evenings", "Evening opening", lambda each: each.evenings),
    ("weekends", "Weekend opening", lambda each: each.weekends),
    ("cost", "Cost for each person who starts", lambda each: each.cost),
    ("funding", "End of funding", lambda each: each.funded_until),
    ("url", "A public page", lambda each: each.url),
    ("confirmed", "Day last confirmed", lambda each: each.assured_on),
)
"""What a full entry says. The name, organisation, kind of help and tier are always there."""


def compose(view: View, services: Services | None, draft: Draft) -> list[Block]:
    """The chapter."""
    if services is None:
        return [
            unknown(
                "No service directory that reaches this area was loaded, so headwater cannot say "
                "what help there is. Load one in Open Referral UK form (headwater template "
                "services)."
            )
        ]
    return [
        *_offer(view, draft, services),
        *_ending(draft, services),
        *_entries(view, draft, services),
        unknown(
            "A directory lists services. It does not say what families, faith groups and "
            "neighbours do, nor whether a service works."
        ),
    ]


def _written_later(services: Services) -> tuple[str, ...]:
    """A caution where the directory is of a later day than the period it is set beside."""
    latest = max((each.assured_on for each in services.entries if each.assured_on), default=None)
    if latest is None or latest <= services.as_of:
        return ()
    return (
        f"The directory was still being confirmed in {month_words(latest)}, after the period "
        "ended. It has no dates of opening, so some of its services may not have run yet.",
    )


def _offer(view: View, draft: Draft, services: Services) -> list[Block]:
    """What is here, by kind and tier, and service by service."""
    table = view.cube(TAKEN).map(lambda cube: _kinds_table(services, cube))
    kinds = draft.table(table)
    listed = draft.table(view.cube(TAKEN).map(lambda cube: _directory_table(services, cube)))
    whole = table.value.rows[0]
    running = len(services.open)
    finding = Finding(
        "assets.offer",
        f"{words.counted(running, 'service')} that can reach {view.scope.name} "
        f"{'was' if running == 1 else 'were'} running on the last day of "
        f"{month_words(services.as_of)}: "
        + words.listed(
            [f"{words.number(number_in(whole[3 + i]))} {tier}" for i, tier in enumerate(TIERS)]
        )
        + f", with {words.number(number_in(whole[6]))} places a year where places are stated.",
        (table.value.figure_id(whole, "services"), table.value.figure_id(whole, "places")),
        Strength.DESCRIPTIVE,
        (SAID, *_written_later(services)),
        "It counts entries, and compares nothing.",
    )
    most = max(table.value.rows[1:], key=lambda row: number_in(row[6]), default=whole)
    chart = Chart(
        "assets-chart",
        ChartKind.BAR,
        f"Most places are in {str(most[1]).lower()}",
        "Bars are places a year by kind of help: "
        + words.listed(
            [f"{row[1]} {words.number(number_in(row[6]))}" for row in table.value.rows[1:]]
        )
        + ".",
        "assets-places",
        x="help_name",
        y="places",
        y_title="Places a year",
    )
    return [
        paragraph(
            "Primary services are for everybody, secondary for those at risk, tertiary for those "
            "already harmed or harming."
        ),
        draft.finding(finding),
        kinds,
        draft.table(_places_table(services, table.value)),
        draft.chart(chart),
        heading("Service by service"),
        listed,
        *_waits(draft, services),
        caution(SAID),
    ]


def _groups(services: Services) -> list[tuple[str, str, list[int]]]:
    """Running services in all and by kind of help."""
    kinds = [
        (str(kind), kind.words.capitalize(), [i for i in services.open if _is(services, i, kind)])
        for kind in Help
    ]
    return [("all", "All kinds", list(services.open)), *(each for each in kinds if each[2])]


def _is(services: Services, position: int, kind: Help) -> bool:
    return services.entries[position].help is kind


def _kinds_table(services: Services, cube: ReleasedCube) -> Table:
    """Running services by kind of help: tiers, places, take-up, wait."""
    counted = services.rows.provenance(method="Entries that were running on the last day")
    added = counted.restated(method="Places a year of the entries that state them, added up")
    used = counted.joined(
        cube.provenance,
        method="People taken ÷ places × 100, of entries that state both. Hidden where a count "
        "of people is hidden",
    )
    middle = counted.restated(method="Median wait of the entries that state one")
    return Table(
        id="assets-kinds",
        title="Running services by kind of help",
        columns=(
            Column("help", "Code", ColumnKind.CODE),
            Column("help_name", "Kind of help", ColumnKind.NAME),
            Column("services", "Services", ColumnKind.NUMBER, provenance=counted),
            *(Column(t, t.capitalize(), ColumnKind.NUMBER, provenance=counted) for t in TIERS),
            Column("places", "Places", ColumnKind.NUMBER, "a year", 0, added),
            Column("take_up", "Take-up", ColumnKind.PERCENT, "% of places", 0, used),
            Column("wait", "Usual wait", ColumnKind.DAYS, "days", 0, middle),
            Column("ending", "Ends soon", ColumnKind.NUMBER, provenance=counted),
        ),
        rows=tuple(
            (code, name, len(group), *_kind_cells(services, cube, group))
            for code, name, group in _groups(services)
        ),
        profile=cube.profile,
        rule=cube.rule,
        notes=(
            "[x] marks what no entry states. Ends soon: funding ends within "
            f"{threshold('sustainability_months').value:.0f} months of the last day of the period.",
        ),
    )


def _kind_cells(services: Services, cube: ReleasedCube, group: list[int]) -> list[Value]:
    """Tiers, places, take-up, wait and endings of some services."""
    entries = [services.entries[i] for i in group]
    capacities = [each.capacity for each in entries if each.capacity is not None]
    waits = [each.wait_days for each in entries if each.wait_days is not None]
    return [
        *(sum(each.tier == tier for each in entries) for tier in TIERS),
        sum(capacities) if capacities else NOT_AVAILABLE,
        _take_up(cube, entries),
        shown(float(np.median(waits))) if waits else NOT_AVAILABLE,
        sum(services.ends_soon(i) for i in group),
    ]


def _take_up(cube: ReleasedCube, entries: Sequence[Service]) -> Value:
    """Places taken of places stated, in per cent, of the entries that state both."""
    both = [e for e in entries if e.taken is not None and e.capacity]
    if not both:
        return NOT_AVAILABLE
    taken = cube.margin("service")[[cube.dimension("service").position(e.id) for e in both]]
    places = sum(e.capacity for e in both if e.capacity)
    return shown(round(float(taken.sum()) / places * 100, 1))


def _places_table(services: Services, kinds: Table) -> Released[Table]:
    """Places by kind of help, most first: what the chart draws."""
    rows = [(row[0], row[1], row[6]) for row in kinds.rows[1:]]
    table = Table(
        id="assets-places",
        title="Places a year by kind of help",
        columns=(
            Column("help", "Code", ColumnKind.CODE),
            Column("help_name", "Kind of help", ColumnKind.NAME),
            Column(
                "places",
                "Places",
                ColumnKind.NUMBER,
                "a year",
                0,
                services.rows.provenance(method="Places a year of running services, added up"),
            ),
        ),
        rows=tuple(sorted(rows, key=lambda row: -np.nan_to_num(number_in(row[2])))),
        profile=OPEN,
        rule=RULE,
        in_full=False,
    )
    return already_public(table, because=BECAUSE)


def _directory_table(services: Services, cube: ReleasedCube) -> Table:
    """Every entry."""
    said = services.rows.provenance(method=SAID)
    used = said.joined(cube.provenance, method="People taken ÷ places × 100")
    return Table(
        id="assets-directory",
        title="Services that can reach the area",
        columns=(
            Column("service", "Code", ColumnKind.CODE),
            Column("name", "Service", ColumnKind.NAME),
            Column("organisation", "Run by", ColumnKind.TEXT),
            Column("help", "Kind of help", ColumnKind.TEXT),
            Column("tier", "Tier", ColumnKind.TEXT),
            Column("ages", "Ages", ColumnKind.TEXT),
            Column("who", "For", ColumnKind.TEXT),
            Column("places", "Places", ColumnKind.NUMBER, "a year", 0, said),
            Column("take_up", "Take-up", ColumnKind.PERCENT, "%", 0, used),
            Column("wait", "Wait", ColumnKind.DAYS, "days", 0, said),
            Column("districts", "Districts reached", ColumnKind.NUMBER, provenance=said),
            Column("hours", "Open", ColumnKind.TEXT),
            Column("funded_until", "Funded until", ColumnKind.TEXT),
            Column("confirmed", "Last confirmed", ColumnKind.TEXT),
            Column("status", "Status", ColumnKind.TEXT),
        ),
        rows=tuple(_directory_row(services, cube, i) for i in range(len(services.entries))),
        profile=cube.profile,
        rule=cube.rule,
        notes=("[x] marks what the entry does not state.",),
        in_full=False,
    )


def _directory_row(services: Services, cube: ReleasedCube, position: int) -> tuple[Value, ...]:
    each = services.entries[position]
    return (
        # A colon would end the row's part of a figure's identifier.
        each.id.replace(":", "_"),
        each.name,
        each.organisation,
        each.help.words,
        each.tier,
        each.ages_words,
        {"female": "girls and women", "male": "boys and men"}.get(each.sex, "anybody"),
        NOT_AVAILABLE if each.capacity is None else each.capacity,
        _take_up(cube, [each]),
        NOT_AVAILABLE if each.wait_days is None else each.wait_days,
        _districts_reached(services, position),
        _hours(each),
        NOT_AVAILABLE if each.funded_until is None else each.funded_until.isoformat(),
        NOT_AVAILABLE if each.assured_on is None else each.assured_on.isoformat(),
        each.status if each.is_open(services.as_of) or each.status != "active" else "funding ended",
    )


def _districts_reached(services: Services, position: int) -> Value:
    if services.districts_reached is None:
        return NOT_AVAILABLE
    return services.districts_reached[position]


def _hours(each: Service) -> str:
    """When it is open beyond the working day."""
    if each.evenings is None and each.weekends is None:
        return "not stated"
    open_at = [
        word for word, yes in (("evenings", each.evenings), ("weekends", each.weekends)) if yes
    ]
    return words.listed(open_at) or "weekdays"


def _waits(draft: Draft, services: Services) -> list[Block]:
    """The longest wait."""
    stated = [
        services.entries[i] for i in services.open if services.entries[i].wait_days is not None
    ]
    if not stated:
        return [unknown("No entry says how long people wait.")]
    longest = max(stated, key=lambda each: each.wait_days or 0)
    middle = float(np.median([each.wait_days or 0 for each in stated]))
    return [
        draft.finding(
            Finding(
                "assets.waits",
                f"People usually wait {words.number(middle)} days from referral to start (the "
                f"middle of {words.counted(len(stated), 'service')}); the longest wait is "
                f"{words.counted(longest.wait_days or 0, 'day')}, for {longest.name}.",
                (
                    "assets-kinds:all:wait",
                    f"assets-directory:{longest.id.replace(':', '_')}:wait",
                ),
                Strength.DESCRIPTIVE,
                (SAID,),
                "It compares services of different kinds.",
            )
        )
    ]


def _ending(draft: Draft, services: Services) -> list[Block]:
    """Funding that ends soon."""
    dated = [i for i in services.open if services.entries[i].funded_until is not None]
    if not dated:
        return [
            heading("What ends soon"),
            unknown("No entry says when its funding ends."),
        ]
    ending = sorted(
        (i for i in dated if services.ends_soon(i)),
        key=lambda i: (services.entries[i].funded_until or services.as_of, i),
    )
    if not ending:
        return [
            heading("What ends soon"),
            paragraph(
                f"None of the {len(dated)} running services that say when their funding ends "
                f"lose it by {month_words(services.ends_before)}."
            ),
        ]
    table = draft.table(_ending_table(services, ending))
    places = sum(services.entries[i].capacity or 0 for i in ending)
    first = services.entries[ending[0]]
    return [
        heading("What ends soon"),
        draft.finding(
            Finding(
                "assets.ending",
                f"{len(ending)} of {words.counted(len(services.open), 'running service')} "
                f"{'loses its' if len(ending) == 1 else 'lose their'} funding by the end of "
                f"{month_words(services.ends_before)}, with {words.number(places)} places a year.",
                (
                    "assets-kinds:all:ending",
                    f"assets-ending:{first.id.replace(':', '_')}:places",
                ),
                Strength.MODERATE,
                (SAID,),
                f"It counts end dates up to {int(threshold('sustainability_months').value)} "
                "months after the last day of the period.",
            )
        ),
        table,
    ]


def _ending_table(services: Services, ending: list[int]) -> Released[Table]:
    """Services whose funding ends soon, soonest first."""
    said = services.rows.provenance(method=SAID)
    entries = [services.entries[i] for i in ending]
    table = Table(
        id="assets-ending",
        title=f"Services whose funding ends by {month_words(services.ends_before)}",
        columns=(
            Column("service", "Code", ColumnKind.CODE),
            Column("name", "Service", ColumnKind.NAME),
            Column("help", "Kind of help", ColumnKind.TEXT),
            Column("places", "Places", ColumnKind.NUMBER, "a year", 0, said),
            Column("funded_until", "Funded until", ColumnKind.TEXT),
        ),
        rows=tuple(
            (
                each.id.replace(":", "_"),
                each.name,
                each.help.words,
                NOT_AVAILABLE if each.capacity is None else each.capacity,
                str(each.funded_until),
            )
            for each in entries
        ),
        profile=OPEN,
        rule=RULE,
    )
    return already_public(table, because=BECAUSE)


def _entries(view: View, draft: Draft, services: Services) -> list[Block]:
    """How full and how fresh the directory is."""
    table = draft.table(_fields_table(services))
    fresh = sum(services.is_confirmed(i) for i in services.open)
    running = len(services.open)
    left_out = (
        [
            paragraph(
                f"{words.counted(services.elsewhere, 'entry', 'entries')} of the directory "
                f"cannot reach {view.scope.name} and {'is' if services.elsewhere == 1 else 'are'} "
                "left out."
            )
        ]
        if services.elsewhere
        else []
    )
    return [
        heading("How good the directory is"),
        draft.finding(
            Finding(
                "assets.entries",
                f"{fresh} of {words.counted(running, 'running service')} "
                f"{'was' if fresh == 1 else 'were'} confirmed since "
                f"{month_words(services.confirmed_since)}, {CONFIRMED_WITHIN_MONTHS} months "
                "before the period ended.",
                ("assets-entries:fresh:entries",),
                Strength.DESCRIPTIVE,
                (SAID,),
                "An old entry may be right, but nobody has said so.",
            )
        ),
        table,
        *left_out,
    ]


def _fields_table(services: Services) -> Released[Table]:
    """How many running entries state each thing."""
    entries = [services.entries[i] for i in services.open]
    counted = services.rows.provenance(method="Running entries that state it")
    fresh = sum(services.is_confirmed(i) for i in services.open)
    stated = [
        (key, label, sum(_is_stated(read(each)) for each in entries)) for key, label, read in FIELDS
    ]
    stated.append(("fresh", f"Confirmed in the last {CONFIRMED_WITHIN_MONTHS} months", fresh))
    table = Table(
        id="assets-entries",
        title="How complete the entries of running services are",
        columns=(
            Column("field", "Code", ColumnKind.CODE),
            Column("stated", "The entry states", ColumnKind.NAME),
            Column("entries", "Entries", ColumnKind.NUMBER, provenance=counted),
            Column(
                "share",
                "Share",
                ColumnKind.PERCENT,
                "%",
                0,
                counted.restated(method="Part ÷ whole × 100"),
            ),
        ),
        rows=tuple(
            (key, label, n, round(n / len(entries) * 100, 1) if entries else NOT_AVAILABLE)
            for key, label, n in stated
        ),
        profile=OPEN,
        rule=RULE,
    )
    return already_public(table, because=BECAUSE)


def _is_stated(value: object) -> bool:
    return value is not None
