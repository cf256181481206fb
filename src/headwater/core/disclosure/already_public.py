"""The door for what anybody could read before it came here."""

from typing import TypeVar

from headwater.core.counts import _SEAL, Released
from headwater.core.errors import DisclosureError

T = TypeVar("T")
PROFILE = "published"


def already_public(value: T, *, because: str) -> Released[T]:
    """Official statistics, open directories and other values that were public before.

    `because` names the publication, so that a reader of the code can check the claim. Counts of
    people or events from a partner's records never pass here: give them to `release`.
    """
    if not because.strip():
        raise DisclosureError("Say where these values were published before.")
    return Released(value, profile=PROFILE, seal=_SEAL)
