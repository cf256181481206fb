"""Travel times from small areas to services, as a tidy table."""

from typing import Any

from headwater.core.areas import Level
from headwater.sources.base import Conformed, FileKind, Supplied
from headwater.sources.reference.arrow import pc
from headwater.sources.reference.columns import is_filled, lake_table, mask, repeats
from headwater.sources.reference.faults import Faults
from headwater.sources.reference.layouts import Layout, ReferenceSource, name_starts
from headwater.sources.reference.texts import Texts, header_has, read_texts

REQUIRED = ("from_area", "to_place", "minutes")
MODES = ("walking", "cycling", "public_transport", "driving")


def is_tidy(supplied: Supplied) -> bool:
    """Whether a file is a table of travel times."""
    return supplied.kind is FileKind.CSV and (
        name_starts(supplied, "travel_times") or header_has(supplied, *REQUIRED)
    )


def conform_tidy(supplied: Supplied) -> Conformed:
    """One row for each way from a small area to a place."""
    texts = read_texts(supplied, required=REQUIRED)
    faults = texts.faults
    start = faults.codes(texts["from_area"], name="from_area", level=Level.LSOA)
    place = faults.plain(faults.filled(texts["to_place"], name="to_place"), name="to_place")
    mode = faults.choices(texts.get("mode"), MODES, name="mode")
    minutes = faults.numbers(texts["minutes"], name="minutes")
    _check_minutes(minutes, texts, faults)
    faults.unique(
        repeats(start, place, mode),
        texts["from_area"],
        column="from_area",
        what="small area, place and way of travelling",
    )
    if faults:
        return faults.refusal(len(texts))
    columns = {"from_area": start, "to_place": place, "minutes": minutes, "mode": mode}
    table = lake_table("travel_times", columns, rows=len(texts))
    return Conformed({"travel_times": table}, len(texts))


def _check_minutes(minutes: Any, texts: Texts, faults: Faults) -> None:
    """Every row says how long it takes, and no way takes less than nothing."""
    told = ~is_filled(minutes) & ~is_filled(texts["minutes"])
    faults.where(
        told,
        texts["minutes"],
        column="minutes",
        problem="the cell is empty",
        remedy="Fill in the minutes, or leave the row out",
    )
    faults.where(
        mask(pc.less(minutes, 0)),
        texts["minutes"],
        column="minutes",
        problem="a way takes less than no time",
        remedy="Correct the minutes",
    )


SOURCE = ReferenceSource(
    id="travel_times",
    title="Travel times to services",
    supplier="Councils' transport planners, or anybody who plans journeys",
    tables=("travel_times",),
    layouts=(Layout("travel_times/tidy", is_tidy, conform_tidy),),
)
