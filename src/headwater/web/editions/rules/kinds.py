"""What an edition is: an assessment of some months, a week of early warning, or a gap map."""

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of edition. The value is the name that its documents carry."""

    ASSESSMENT = "needs-assessment"
    EARLY_WARNING = "early-warning"
    GAP_MAP = "gap-map"

    @property
    def words(self) -> str:
        """The kind on a page."""
        return WORDS[self]

    @property
    def noun(self) -> str:
        """What one of them is called in a sentence, after "this" or "the"."""
        return NOUNS[self]


WORDS = {
    Kind.ASSESSMENT: "Needs assessment",
    Kind.EARLY_WARNING: "Early warning",
    Kind.GAP_MAP: "Gap map",
}
NOUNS = {Kind.ASSESSMENT: "assessment", Kind.EARLY_WARNING: "week", Kind.GAP_MAP: "gap map"}
