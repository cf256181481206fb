"""Everything that is true in one county, before any supplier writes a file about it."""

from dataclasses import dataclass, fields

from headwater.core.periods import Period
from headwater.loamshire.hospital import Calls, Visits, draw_calls, draw_visits
from headwater.loamshire.intensity import Expected, expect
from headwater.loamshire.records import Records, draw_records
from headwater.loamshire.setting import Setting, build_setting


@dataclass(frozen=True, slots=True, eq=False)
class World(Setting):
    """The county as nobody in it sees it: whole."""

    expected: Expected
    records: Records
    visits: Visits
    calls: Calls


def build_world(seed: int, period: Period) -> World:
    """The county of a seed over a period."""
    setting = build_setting(seed, period)
    expected = expect(setting)
    records = draw_records(setting, expected)
    visits = draw_visits(setting, expected, records)
    return World(
        **{field.name: getattr(setting, field.name) for field in fields(Setting)},
        expected=expected,
        records=records,
        visits=visits,
        calls=draw_calls(seed, visits=visits, records=records),
    )
