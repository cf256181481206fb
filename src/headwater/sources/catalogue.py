"""Every dataset headwater takes in, in the order it is best loaded, and whose a file is."""

from functools import cache

from headwater.core.errors import NotFoundError
from headwater.sources import police_uk
from headwater.sources.ambulance import ambulance
from headwater.sources.base import Source, Supplied
from headwater.sources.feeds import Feed
from headwater.sources.fire import fire
from headwater.sources.gazetteer import Gazetteer
from headwater.sources.istv_ed import NO_PLACES, EmergencyDepartment
from headwater.sources.places import places
from headwater.sources.recorded_crime import recorded_crime


@cache
def sources() -> tuple[Source, ...]:
    """Every source: reference data first, then places, then the feeds that lean on them."""
    # Imported here because reference sources are many and most commands need none of them.
    from headwater.sources.reference import SOURCES

    return (*SOURCES, *feeds())


@cache
def feeds() -> tuple[Feed, ...]:
    """The partners' feeds, whose schemas are Table Schemas."""
    return (
        places(),
        *police_uk.FEEDS,
        recorded_crime(),
        EmergencyDepartment(),
        ambulance(),
        fire(),
    )


def source(source_id: str, *, gazetteer: Gazetteer = NO_PLACES) -> Source:
    """One source by its short name. The gazetteer is for the source that matches places."""
    if source_id == "istv_ed":
        return EmergencyDepartment(gazetteer)
    for known in sources():
        if known.id == source_id:
            return known
    names = ", ".join(known.id for known in sources())
    raise NotFoundError(kind="source", name=source_id, hint=f"Sources are [{names}].")


def bulk_source(name: str) -> Feed | None:
    """The source that takes a file by the thousand, told by the file's name alone."""
    return next((feed for feed in police_uk.FEEDS if feed.is_named(name)), None)


def recognise(supplied: Supplied) -> Source | None:
    """Whose file this is: by its name where a feed promises names, else by its columns."""
    by_columns = (known for known in sources() if known.recognises(supplied))
    return named(supplied.name) or next(by_columns, None)


def named(name: str) -> Feed | None:
    """The feed whose files have such a name."""
    return next((feed for feed in feeds() if feed.is_named(name)), None)


def version(known: Source) -> str:
    """What a source's rows depend on besides its files: its schema and, for one, the places."""
    if isinstance(known, Feed):
        return known.version
    return str(known.schema.get("headwater:version", known.schema.get("version", "1")))
