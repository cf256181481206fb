"""Record-level questions put to the lake, as Ibis expressions. Nothing here runs them.

Events get plain text columns to be counted by, with a word for every empty cell, so that no event
drops out of one breakdown and stays in another. People never leave: the most that is asked of a
pseudonym is how many of them appear how many times.
"""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from headwater.core.periods import Month, Period
from headwater.rulebook import Definition

UNKNOWN = "unknown"
NOBODY = "none"
HOUR_BANDS = ("00", "03", "06", "09", "12", "15", "18", "21")
HOURS_IN_BAND = 3
SECONDS_IN_BAND = HOURS_IN_BAND * 3600
SATURDAY = 5
YOUNGEST = ("0-9", "10-14")
AGE_UNDER_18 = (*YOUNGEST, "15-17")
NO_ACTION = "%no further action%"
VEHICLE_ONLY = "Vehicle search"


def inside(records: ir.Table, codes: ir.Table) -> ir.Table:
    """Records placed in the area, on codes of either vintage."""
    return records.semi_join(codes, "lsoa_code")


def is_counted(offences: ir.Table, definition: Definition) -> ir.BooleanValue:
    """Whether each offence is in a definition. An unknown flag is read as not flagged."""
    counted = offences.ho_code.isin(definition.codes)
    if definition.knife_flag_codes:
        flagged = offences.knife.fill_null(False)
        counted = counted | (offences.ho_code.isin(definition.knife_flag_codes) & flagged)
    if definition.leave_out_domestic:
        counted = counted & ~offences.domestic.fill_null(False)
    return counted


def recorded_in(offences: ir.Table, months: tuple[Month, ...]) -> ir.Table:
    """Offences recorded in some months. Police count by the day of recording."""
    first_days = [month.first_day for month in months]
    return offences.filter(offences.recorded_on.truncate("M").isin(first_days))


def months_recorded(offences: ir.Table) -> ir.Table:
    """Months in which anything was recorded: `month`."""
    return offences.select(month=offences.recorded_on.truncate("M")).distinct()


def described(
    offences: ir.Table, *, core: Definition, knife: Definition, kinds: Mapping[str, str]
) -> dict[str, ir.Value]:
    """Every column offences are counted by, by name. `kinds` says what kind a code is."""
    enabled = is_counted(offences, knife)
    flagged = offences.knife.fill_null(False)
    return {
        "lsoa_code": offences.lsoa_code,
        "month": offences.recorded_on.truncate("M"),
        "kind": offences.ho_code.cases(*sorted(kinds.items()), else_="other"),
        "core": is_counted(offences, core).ifelse("core", "other"),
        "knife_use": ibis.cases((enabled, "enabled"), (flagged, "flagged"), else_=NOBODY),
        "week_hours": offences.started_at.day_of_week.index().cast("string")
        + "-"
        + _hours(offences.started_at, is_timed=_is_timed(offences)),
        "victim_person": _person(offences, "victim"),
        "suspect_person": _person(offences, "suspect"),
        "victim_ethnicity": _ethnicity(offences, "victim"),
        "suspect_ethnicity": _ethnicity(offences, "suspect"),
        "domestic": _answer(offences.domestic),
        "gang": _answer(offences.gang),
        "alcohol": _answer(offences.alcohol),
        "drugs": _answer(offences.drugs),
        "child_exploitation": _answer(offences.child_exploitation),
    }


def counted_by(offences: ir.Table, columns: Mapping[str, ir.Value]) -> ir.Table:
    """How many offences there are by some of their columns."""
    return offences.group_by(**columns).aggregate(n=ibis._.count())


def by(events: ir.Table, *columns: str) -> ir.Table:
    """How many events there are by some columns. Empty cells count as `unknown`."""
    named = {
        column: events[column].fill_null(UNKNOWN)
        if events[column].type().is_string()
        else events[column]
        for column in columns
    }
    return events.group_by(**named).aggregate(n=ibis._.count())


def times_named(events: ir.Table, column: str) -> ir.Table:
    """How many pseudonyms appear how many times: `times`, `n`."""
    each = (
        events.filter(events[column].notnull())
        .group_by(who=events[column])
        .aggregate(times=ibis._.count())
    )
    return each.group_by("times").aggregate(n=ibis._.count())


def named_both_ways(events: ir.Table) -> ir.Table:
    """How many pseudonyms are victims, suspects, or both in these events: `role`, `n`."""
    victims = events.filter(events.victim_ref.notnull()).select(who="victim_ref").distinct()
    suspects = events.filter(events.suspect_ref.notnull()).select(who="suspect_ref").distinct()
    both = victims.semi_join(suspects, "who")
    roles = [("victim", victims), ("suspect", suspects), ("both", both)]
    counts = [
        table.aggregate(n=ibis._.count()).mutate(role=ibis.literal(role)).select("role", "n")
        for role, table in roles
    ]
    return ibis.union(*counts)


def placed_or_not(records: ir.Table) -> ir.Table:
    """How many records have a neighbourhood and how many have none: `placed`, `n`."""
    return records.group_by(placed=records.lsoa_code.notnull().ifelse("yes", "no")).aggregate(
        n=ibis._.count()
    )


def attendances(ed: ir.Table, period: Period) -> ir.Table:
    """Emergency department assault attendances of a period, by when they arrived."""
    timed = ed.mutate(
        arrived=ibis.coalesce(ed.arrived_at, ed.assaulted_at, ed.period_start.cast("timestamp"))
    )
    kept = timed.filter(timed.arrived.date().between(period.first_day, period.last_day))
    return kept.mutate(
        month=kept.arrived.date().truncate("M"),
        hours=_hours(kept.assaulted_at, is_timed=kept.assaulted_at.notnull()),
        method=kept.method.lower(),
        location_type=kept.location_type.lower(),
        located=kept.lsoa_code.notnull().ifelse("yes", "no"),
    )


def site_places(attended: ir.Table, codes: ir.Table) -> ir.Table:
    """Where each site's attendances happened: inside the area, elsewhere, or nowhere known."""
    return _places(attended, codes, supplier="site_code")


def assaults_by_month(attended: ir.Table, codes: ir.Table) -> ir.Table:
    """Located attendances inside the area by neighbourhood and month of the assault."""
    located = inside(attended, codes)
    happened = ibis.coalesce(located.assaulted_at, located.arrived)
    return located.group_by("lsoa_code", month=happened.date().truncate("M")).aggregate(
        n=ibis._.count()
    )


def offences_by_start(offences: ir.Table) -> ir.Table:
    """Offences by neighbourhood and the month in which they happened, not were recorded."""
    return offences.group_by("lsoa_code", month=offences.started_at.date().truncate("M")).aggregate(
        n=ibis._.count()
    )


def calls(incidents: ir.Table, period: Period) -> ir.Table:
    """Ambulance or fire incidents of a period, with month and hour band of the call."""
    kept = incidents.filter(incidents.called_at.date().between(period.first_day, period.last_day))
    return kept.mutate(
        month=kept.called_at.date().truncate("M"),
        hours=_hours(kept.called_at, is_timed=kept.called_at.notnull()),
    )


def patients(ambulance_calls: ir.Table) -> ir.Table:
    """Ambulance incidents with the patient's age group and whether they went to hospital."""
    return ambulance_calls.mutate(
        age=age_groups(ambulance_calls.age_band.fill_null(UNKNOWN)),
        conveyed=_answer(ambulance_calls.conveyed),
    )


def age_groups(band: ir.StringValue) -> ir.StringValue:
    """Age bands as under 18, 18 to 24, 25 and over, or not known."""
    return ibis.cases(
        (band.isin(AGE_UNDER_18), "under_18"),
        (band == "18-24", "18_24"),
        (band == UNKNOWN, UNKNOWN),
        else_="25_over",
    )


def searches(stop_searches: ir.Table, period: Period) -> ir.Table:
    """Searches of people in a period, with broad groups and what followed."""
    kept = stop_searches.filter(
        stop_searches.searched_at.date().between(period.first_day, period.last_day),
        stop_searches.type != VEHICLE_ONLY,
    )
    stated = kept.self_defined_ethnicity.fill_null("Not stated")
    return kept.mutate(
        month=kept.searched_at.date().truncate("M"),
        self_ethnicity=ibis.cases(
            (stated.lower().like("%not stated%"), "not_stated"),
            (stated.lower().like("%not known%"), "not_stated"),
            *((stated.startswith(start), code) for start, code in BROAD_GROUPS),
            else_="not_stated",
        ),
        officer_ethnicity=kept.officer_defined_ethnicity.lower().fill_null("not_stated"),
        result=ibis.cases(
            (kept.outcome.isnull(), UNKNOWN),
            (kept.outcome.lower().like(NO_ACTION), "nothing"),
            else_="action",
        ),
        sought=kept.object_of_search.fill_null(UNKNOWN),
    )


BROAD_GROUPS = (
    ("Asian", "asian"),
    ("Black", "black"),
    ("Mixed", "mixed"),
    ("White", "white"),
    ("Other", "other"),
)


def search_places(
    found: ir.Table, *, west: float, east: float, south: float, north: float
) -> ir.Table:
    """Where each force's searches were made: inside a box, elsewhere, or nowhere known."""
    in_box = found.lon.between(west, east) & found.lat.between(south, north)
    where = ibis.cases((found.lon.isnull(), "no location"), (in_box, "inside"), else_="elsewhere")
    return found.group_by(supplier=found.force, where=where).aggregate(n=ibis._.count())


def published_for(indicators: ir.Table, *, ids: tuple[str, ...]) -> ir.Table:
    """Published rows of some indicators, for every area."""
    return indicators.filter(indicators.indicator.isin(ids)).select(
        "indicator", "area_code", "area_name", "period", "period_start", "period_end",
        "sex", "age", "stratum", "value", "flag", "publisher",
    )  # fmt: skip


def areas_above(links: ir.Table, codes: tuple[str, ...]) -> ir.Table:
    """Larger areas that some areas are part of: `code`, `level`."""
    return (
        links.filter(links.relation == "part_of", links.from_code.isin(codes))
        .select(code="to_code", level="to_level")
        .distinct()
    )


def _places(records: ir.Table, codes: ir.Table, *, supplier: str) -> ir.Table:
    known = codes.distinct().mutate(inside=ibis.literal(1, type="int64"))
    placed = records.left_join(known, "lsoa_code")
    where = ibis.cases(
        (placed.lsoa_code.isnull(), "no location"),
        (placed.inside.isnull(), "elsewhere"),
        else_="inside",
    )
    return placed.group_by(supplier=placed[supplier], where=where).aggregate(n=ibis._.count())


def _is_timed(offences: ir.Table) -> ir.BooleanValue:
    """Whether an offence is known to within one hour band."""
    lasted = offences.ended_at.epoch_seconds() - offences.started_at.epoch_seconds()
    return offences.ended_at.isnull() | (lasted <= SECONDS_IN_BAND)


def _hours(moment: ir.TimestampValue, *, is_timed: ir.BooleanValue) -> ir.StringValue:
    """The three-hour band of a moment, by its first hour."""
    hour = moment.hour()
    later = [(hour < int(band) + HOURS_IN_BAND, band) for band in HOUR_BANDS[:-1]]
    return ibis.cases((~is_timed, UNKNOWN), *later, else_=HOUR_BANDS[-1])


def _is_nobody(offences: ir.Table, role: str) -> ir.BooleanValue:
    """Whether no victim (or suspect) was recorded at all."""
    return offences[f"{role}_ref"].isnull() & offences[f"{role}_age_band"].isnull()


def _person(offences: ir.Table, role: str) -> ir.StringValue:
    """Sex and age band of a victim or suspect, as `F-18-24`."""
    sex, band = offences[f"{role}_sex"], offences[f"{role}_age_band"]
    band = band.isin(YOUNGEST).ifelse("0-14", band)
    known = band.notnull() & sex.isin(["F", "M"])
    return ibis.cases(
        (_is_nobody(offences, role), NOBODY), (known, sex + "-" + band), else_=UNKNOWN
    )


def _ethnicity(offences: ir.Table, role: str) -> ir.StringValue:
    known = offences[f"{role}_ethnicity"].fill_null("not_stated")
    return _is_nobody(offences, role).ifelse(NOBODY, known)


def _answer(flag: ir.BooleanValue) -> ir.StringValue:
    return ibis.cases((flag.isnull(), UNKNOWN), (flag, "yes"), else_="no")
