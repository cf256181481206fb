"""The gazetteer: names of premises, streets and areas, and the LSOA each lies in."""

from headwater.sources.feeds import Feed


def places() -> Feed:
    """A council's or partnership's list of places."""
    return Feed("places")
