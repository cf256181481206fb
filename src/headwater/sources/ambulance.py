"""Ambulance incidents for violence."""

from headwater.sources.feeds import Feed


def ambulance() -> Feed:
    """The ambulance trust's monthly extract."""
    return Feed("ambulance")
