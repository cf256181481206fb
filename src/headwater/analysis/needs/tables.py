"""Questions put to the lake, as Ibis expressions. Nothing here runs them.

Every answer is a count by plain columns, so that DuckDB and Spark agree to the last digit.
"""

import ibis
import ibis.expr.types as ir

from headwater.core.areas import Level
from headwater.core.periods import Period


def members(links: ir.Table, *, area: str, level: Level) -> ir.Table:
    """Small areas of an area, each with its district: `lsoa_code`, `district_code`, `vintage`."""
    to_district = links.filter(
        links.relation == "part_of",
        links.from_level == Level.LSOA.value,
        links.to_level == Level.LAD.value,
    ).select(lsoa_code="from_code", district_code="to_code", vintage="from_vintage")
    if level is Level.LAD:
        return to_district.filter(to_district.district_code == area)
    districts = (
        links.filter(
            links.relation == "part_of",
            links.from_level == Level.LAD.value,
            links.to_code == area,
        )
        .select(district_code="from_code")
        .distinct()
    )
    return to_district.semi_join(districts, "district_code")


def changes_into(links: ir.Table, inside: ir.Table) -> ir.Table:
    """Earlier small areas that became part of these: `old`, `new`, `change`."""
    changed = links.filter(
        links.relation == "changed_to", links.from_level == Level.LSOA.value
    ).select(old="from_code", new="to_code", change="change")
    # Every successor of an old area is needed for its shares, also those outside.
    touching = changed.semi_join(inside, changed.new == inside.lsoa_code).select("old").distinct()
    return changed.semi_join(touching, "old")


def codes_of(inside: ir.Table, changes: ir.Table) -> ir.Table:
    """Codes of either vintage under which a record may lie in the area: `lsoa_code`."""
    now = inside.select("lsoa_code")
    before = changes.select(lsoa_code="old")
    return now.union(before, distinct=True)


def crime_counts(crimes: ir.Table, codes: ir.Table) -> ir.Table:
    """Street-level records inside an area by small area, month and category."""
    return (
        crimes.semi_join(codes, "lsoa_code")
        .group_by("lsoa_code", "month", "crime_type")
        .aggregate(n=ibis._.count())
    )


def crime_places(crimes: ir.Table, codes: ir.Table, period: Period) -> ir.Table:
    """Where each force's records of a period lie: inside the area, elsewhere, or nowhere known."""
    inside = codes.distinct().mutate(inside=ibis.literal(1, type="int64"))
    placed = crimes.filter(crimes.month.between(period.first_day, period.last_day)).left_join(
        inside, "lsoa_code"
    )
    where = ibis.cases(
        (placed.lsoa_code.isnull(), "no location"),
        (placed.inside.isnull(), "elsewhere"),
        else_="inside",
    )
    return placed.group_by(placed.force, where=where).aggregate(n=ibis._.count())


def months_loaded(crimes: ir.Table) -> ir.Table:
    """Months each force's street-level file was loaded for."""
    return crimes.select("force", "month").distinct()


def area_names(areas: ir.Table) -> ir.Table:
    """Names of areas above the neighbourhood."""
    return areas.filter(areas.level != Level.LSOA.value).select("code", "name", "level", "vintage")


def area_shapes(areas: ir.Table, inside: ir.Table) -> ir.Table:
    """Outlines and centres of the small areas and districts of an area."""
    wanted = inside.select(code="lsoa_code").union(
        inside.select(code="district_code"), distinct=True
    )
    return areas.semi_join(wanted, "code").select(
        "code", "name", "level", "vintage", "lon", "lat", "geometry"
    )


def residents_inside(residents: ir.Table, codes: ir.Table) -> ir.Table:
    """Residents of small areas by sex and age, in every vintage and basis there is."""
    return residents.semi_join(codes, residents.area_code == codes.lsoa_code).select(
        "area_code", "vintage", "year", "basis", "sex", "age_from", "age_to", "persons"
    )


def residents_of_successors(residents: ir.Table, changes: ir.Table) -> ir.Table:
    """All-age residents of the areas that earlier areas became: `area_code`, `persons`."""
    successors = changes.select(area_code="new").distinct()
    whole = residents.filter(
        residents.sex == "persons", residents.age_from == 0, residents.age_to >= 100
    )
    return (
        whole.semi_join(successors, "area_code")
        .group_by("area_code")
        .aggregate(persons=ibis._.persons.max())
    )


def deprivation_inside(deprivation: ir.Table, inside: ir.Table) -> ir.Table:
    """Deprivation ranks of small areas by domain."""
    return deprivation.semi_join(inside, deprivation.area_code == inside.lsoa_code).select(
        "area_code", "edition", "domain", "rank", "score"
    )


def deprivation_sizes(deprivation: ir.Table) -> ir.Table:
    """How many areas each edition ranks, which ranks are read against."""
    return (
        deprivation.filter(deprivation.domain == "overall")
        .group_by("edition")
        .aggregate(areas=ibis._.count())
    )


def classes_inside(classes: ir.Table, inside: ir.Table) -> ir.Table:
    """Rural or urban, for each small area."""
    return classes.semi_join(inside, classes.code == inside.lsoa_code).select(
        "code", "scheme", "broad", "class_name"
    )
