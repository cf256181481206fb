"""Questions about services, published indicators and other areas, as Ibis expressions.

Nothing here runs them. Answers are counts and plain values, as in `tables`.
"""

import ibis
import ibis.expr.types as ir

from headwater.analysis.needs.tables import members
from headwater.core.areas import Level
from headwater.core.periods import Period

PART_OF = "part_of"


def directory(services: ir.Table) -> ir.Table:
    """Every entry of every service directory that was loaded."""
    return services.drop("slice")


def travel_from(times: ir.Table, links: ir.Table, *, area: str, level: Level) -> ir.Table:
    """The quickest way from each small area of an area: `from_area`, `to_place`, `minutes`."""
    inside = members(links, area=area, level=level)
    current = inside.filter(inside.vintage == inside.vintage.max()).select("lsoa_code").distinct()
    mine = times.semi_join(current, times.from_area == current.lsoa_code)
    return mine.group_by("from_area", "to_place").aggregate(minutes=ibis._.minutes.min())


def parents_of(links: ir.Table, codes: tuple[str, ...]) -> ir.Table:
    """Larger areas that some areas are part of: `code`, `parent`, `parent_level`."""
    return (
        links.filter(links.relation == PART_OF, links.from_code.isin(codes))
        .select(code="from_code", parent="to_code", parent_level="to_level")
        .distinct()
    )


def small_areas_of(links: ir.Table, codes: tuple[str, ...]) -> ir.Table:
    """Small areas of some wards and other parts of districts: `code`, `lsoa_code`."""
    return (
        links.filter(
            links.relation == PART_OF,
            links.from_level == Level.LSOA.value,
            links.to_code.isin(codes),
        )
        .select(code="to_code", lsoa_code="from_code")
        .distinct()
    )


def counties_inside(links: ir.Table, area: str) -> ir.Table:
    """Upper-tier authorities that lie in an area: `code`."""
    return (
        links.filter(
            links.relation == PART_OF,
            links.from_level == Level.COUNTY.value,
            links.to_code == area,
        )
        .select(code="from_code")
        .distinct()
    )


def named_counties(areas: ir.Table, name: str) -> ir.Table:
    """Upper-tier authorities that bear a name: `code`."""
    return (
        areas.filter(areas.level == Level.COUNTY.value, areas.name == name)
        .select("code")
        .distinct()
    )


def indicators_of(indicators: ir.Table, codes: tuple[str, ...]) -> ir.Table:
    """Published indicators for some areas: whole, or of children by where they live."""
    return indicators.filter(
        indicators.area_code.isin(codes), indicators.stratum.isin(("all", "home"))
    ).drop("slice")


def area_features(
    links: ir.Table,
    residents: ir.Table,
    deprivation: ir.Table,
    classes: ir.Table,
) -> dict[str, ir.Table]:
    """What areas are compared by, as counts for every district.

    `districts`: the force area of each. `residents`: persons and small areas by basis. `urban`:
    small areas and urban ones by scheme. `deprivation`: the sum of overall ranks and the small
    areas ranked, by edition.
    """
    part = links.filter(links.relation == PART_OF)
    # A district may be in two community safety partnerships, and then has two lines.
    placed = (
        part.filter(
            part.from_level == Level.LSOA.value,
            part.to_level == Level.LAD.value,
        )
        .select(lsoa_code="from_code", district_code="to_code")
        .distinct()
    )
    force = (
        part.filter(part.from_level == Level.LAD.value, part.to_level == Level.PFA.value)
        .select(district_code="from_code", force_code="to_code")
        .distinct()
    )
    whole = residents.filter(
        residents.area_level == Level.LSOA.value,
        residents.sex == "persons",
        residents.age_from == 0,
        residents.age_to >= 100,
    )
    overall = deprivation.filter(deprivation.domain == "overall")
    return {
        "districts": force,
        "residents": whole.inner_join(placed, whole.area_code == placed.lsoa_code)
        .group_by("district_code", "basis")
        .aggregate(persons=ibis._.persons.sum(), areas=ibis._.count()),
        "urban": classes.inner_join(placed, classes.code == placed.lsoa_code)
        .group_by("district_code", "scheme")
        .aggregate(areas=ibis._.count(), urban=(ibis._.broad == "urban").sum()),
        "deprivation": overall.inner_join(placed, overall.area_code == placed.lsoa_code)
        .group_by("district_code", "edition")
        .aggregate(ranks=ibis._["rank"].sum(), areas=ibis._.count()),
    }


def district_sizes(areas: ir.Table) -> ir.Table:
    """Square metres of each district, from its latest outline."""
    known = areas.filter(areas.level == Level.LAD.value, areas.area_m2.notnull())
    return known.select("code", "vintage", "area_m2").distinct()


def deprivation_sizes(deprivation: ir.Table) -> ir.Table:
    """How many areas each edition ranks, which ranks are read against."""
    return (
        deprivation.filter(deprivation.domain == "overall")
        .group_by("edition")
        .aggregate(areas=ibis._.count())
    )


def names_of(areas: ir.Table, level: Level) -> ir.Table:
    """Names of every area of a level."""
    return areas.filter(areas.level == level.value).select("code", "name", "vintage").distinct()


def crimes_of_districts(
    crimes: ir.Table, links: ir.Table, districts: tuple[str, ...], period: Period
) -> ir.Table:
    """Street-level records of a period in some districts, by district, month and category.

    Codes of the vintage before count where the area they became lies. An earlier area whose
    successors lie in two districts counts in the first of them.
    """
    part = links.filter(
        links.relation == PART_OF,
        links.from_level == Level.LSOA.value,
        links.to_level == Level.LAD.value,
    )
    now = part.select(lsoa_code="from_code", district_code="to_code").distinct()
    changed = links.filter(
        links.relation == "changed_to", links.from_level == Level.LSOA.value
    ).select(old="from_code", new="to_code")
    before = (
        changed.inner_join(now, changed.new == now.lsoa_code)
        .select(lsoa_code="old", district_code="district_code")
        .distinct()
    )
    placed = (
        now.union(before, distinct=True)
        .group_by("lsoa_code")
        .aggregate(district_code=ibis._.district_code.min())
    )
    wanted = placed.filter(placed.district_code.isin(districts))
    inside = crimes.filter(crimes.month.between(period.first_day, period.last_day))
    return (
        inside.inner_join(wanted, "lsoa_code")
        .group_by("district_code", "month", "crime_type")
        .aggregate(n=ibis._.count())
    )


def reporting_areas(indicators: ir.Table) -> ir.Table:
    """Every area that an indicator is published for: `area_code`, `area_name`."""
    return indicators.group_by("area_code").aggregate(area_name=ibis._.area_name.max())


def current_counties(areas: ir.Table, links: ir.Table) -> ir.Table:
    """Counties of the newest list with the force area each lies in: `code`, `force_code`."""
    county = areas.filter(areas.level == Level.COUNTY.value)
    newest = county.filter(county.vintage == county.vintage.max()).select("code").distinct()
    inside = links.filter(
        links.relation == PART_OF,
        links.from_level == Level.COUNTY.value,
        links.to_level == Level.PFA.value,
    ).select(code="from_code", force_code="to_code")
    return newest.inner_join(inside, "code").distinct()


def districts_before(links: ir.Table) -> ir.Table:
    """Districts and what they became: `old`, `new`. One that did not change became itself."""
    return (
        links.filter(links.relation == "changed_to", links.from_level == Level.LAD.value)
        .select(old="from_code", new="to_code")
        .distinct()
    )


def district_ages(residents: ir.Table) -> ir.Table:
    """Residents of each district by basis: of all ages, of 10 to 17, and of 18 to 24."""
    split = residents.filter(
        residents.area_level == Level.LAD.value,
        residents.sex == "persons",
        residents.age_to - residents.age_from < 100,
    )
    inside = {"young": (10, 17), "adult": (18, 24)}
    sums = {
        name: ibis.ifelse((split.age_from >= low) & (split.age_to <= high), split.persons, 0).sum()
        for name, (low, high) in inside.items()
    }
    return split.group_by(district_code="area_code", year="year", basis="basis").aggregate(
        persons=split.persons.sum(), **sums
    )


def district_scores(deprivation: ir.Table, links: ir.Table, domains: tuple[str, ...]) -> ir.Table:
    """Scores of domains added up for each district, and how many small areas have one.

    A row that is of a district itself is its publisher's own average, and counts as one.
    """
    placed = (
        links.filter(
            links.relation == PART_OF,
            links.from_level == Level.LSOA.value,
            links.to_level == Level.LAD.value,
        )
        .select(code="from_code", district_code="to_code")
        .distinct()
    )
    wanted = deprivation.filter(deprivation.domain.isin(domains), deprivation.score.notnull())
    small = wanted.inner_join(placed, wanted.area_code == placed.code)
    whole = wanted.anti_join(placed, wanted.area_code == placed.code)
    columns = ("district_code", "edition", "domain", "score")
    both = small.select(*columns).union(
        whole.mutate(district_code=whole.area_code).select(*columns), distinct=False
    )
    return both.group_by("district_code", "edition", "domain").aggregate(
        scores=ibis._.score.sum(), areas=ibis._.count()
    )
