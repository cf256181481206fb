"""Disclosure control: what may be shown of counts, and proof that the rest stays hidden.

`release` and `release_together` let counts out, `release_statistic` lets out summaries. `audit`
attacks what was let out, as a reader with a computer would. See docs/explanation/small-numbers.md.
"""

from headwater.core.disclosure.profile import Profile, protected_width
from headwater.core.disclosure.release import (
    release,
    release_statistic,
    release_together,
    restored,
    thin_areas,
)

__all__ = [
    "Profile",
    "protected_width",
    "release",
    "release_statistic",
    "release_together",
    "restored",
    "thin_areas",
]
