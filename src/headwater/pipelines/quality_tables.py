"""Expressions behind the quality report. Each takes lake tables and gives a table of counts."""

from collections.abc import Sequence

import ibis.expr.types as ir


def rows_by_slice(table: ir.Table) -> ir.Table:
    """How many rows each supply brought."""
    return table.group_by("slice").aggregate(rows=lambda t: t.count())


def filled_by_column(table: ir.Table, columns: Sequence[str]) -> ir.Table:
    """One row: how many rows there are, and how many have something in each column."""
    counts = {column: table[column].count() for column in columns}
    return table.aggregate(rows=table.count(), **{f"has_{c}": n for c, n in counts.items()})


def filled_by_slice(table: ir.Table, columns: Sequence[str]) -> ir.Table:
    """How many rows each supply has, and how many of them have something in each column."""
    counts = {f"has_{column}": table[column].count() for column in columns}
    return table.group_by("slice").aggregate(rows=table.count(), **counts)


def categories_by_slice(table: ir.Table, column: str) -> ir.Table:
    """How often each category comes in each supply."""
    named = table.filter(table[column].notnull()).select("slice", category=table[column])
    return named.group_by("slice", "category").aggregate(rows=lambda t: t.count())


def repeated(table: ir.Table, columns: Sequence[str]) -> ir.Table:
    """One row: values that come more than once within a supply, and the rows beyond the first."""
    there = table.filter([table[column].notnull() for column in columns])
    groups = there.group_by("slice", *columns).aggregate(times=lambda t: t.count())
    twice = groups.filter(groups.times > 1)
    return twice.aggregate(values=twice.count(), extra=(twice.times - 1).sum())


def codes_by_slice_and_district(table: ir.Table, links: ir.Table) -> ir.Table:
    """How many rows of each supply fall in each district. Codes of no district count as none."""
    district = (
        links.filter(
            (links.relation == "part_of") & (links.from_level == "lsoa") & (links.to_level == "lad")
        )
        .group_by("from_code")
        .aggregate(district=lambda t: t.to_code.max())
    )
    placed = table.filter(table.lsoa_code.notnull())
    joined = placed.left_join(district, placed.lsoa_code == district.from_code)
    named = joined.select("slice", district=joined.district.fill_null(""))
    return named.group_by("slice", "district").aggregate(rows=lambda t: t.count())


def vintages_by_slice(table: ir.Table, areas: ir.Table) -> ir.Table:
    """How many rows of each supply carry a code of each list of neighbourhoods."""
    lists = areas.filter(areas.level == "lsoa")
    old = lists.filter(lists.vintage == "2011").select(old_code=lists.code).distinct()
    new = lists.filter(lists.vintage == "2021").select(new_code=lists.code).distinct()
    placed = table.filter(table.lsoa_code.notnull()).select("slice", "lsoa_code")
    joined = placed.left_join(old, placed.lsoa_code == old.old_code)
    joined = joined.left_join(new, joined.lsoa_code == new.new_code)
    return joined.group_by("slice").aggregate(
        rows=lambda t: t.count(),
        in_2011=lambda t: t.old_code.count(),
        in_2021=lambda t: t.new_code.count(),
        in_neither=lambda t: (t.old_code.isnull() & t.new_code.isnull()).cast("int64").sum(),
    )
