"""Weekly counts asked of the lake, as Ibis expressions. Nothing here runs them."""

import ibis
import ibis.expr.types as ir

from headwater.analysis.needs.record_tables import inside, is_counted
from headwater.rulebook import Definition


def of_offences(offences: ir.Table, codes: tuple[str, ...]) -> ir.Table:
    """Offences with some Home Office codes."""
    return offences.filter(offences.ho_code.isin(codes))


def of_definition(offences: ir.Table, definition: Definition) -> ir.Table:
    """Offences that a definition counts."""
    return offences.filter(is_counted(offences, definition))


def dated(records: ir.Table, *, column: str) -> ir.Table:
    """Records with the day they count on as `day`; those without one are left out."""
    day = records[column]
    return records.mutate(day=day if day.type().is_date() else day.date()).filter(
        ibis._.day.notnull()
    )


def counts_by_week(records: ir.Table, codes: ir.Table) -> ir.Table:
    """Records of an area by small area and the Monday of their week: `lsoa_code`, `week`, `n`."""
    return (
        inside(records, codes)
        .group_by("lsoa_code", week=ibis._.day.truncate("W"))
        .aggregate(n=ibis._.count())
    )


def months_held(records: ir.Table, codes: ir.Table) -> ir.Table:
    """Months in which an area has any record: `month`."""
    return inside(records, codes).select(month=ibis._.day.truncate("M")).distinct()
