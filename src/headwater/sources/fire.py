"""Deliberate fires and attacks on fire crews."""

from headwater.sources.feeds import Feed


def fire() -> Feed:
    """The fire and rescue service's monthly extract."""
    return Feed("fire")
