"""How one thing stands to another, said in both directions."""

from enum import StrEnum


class Relation(StrEnum):
    """What ties one thing to another. Read from the first to the second."""

    EVIDENCE = "evidence"
    ANSWERS = "answers"
    PART_OF = "part_of"
    DECIDED_IN = "decided_in"
    DISCUSSED_AT = "discussed_at"
    MADE_FROM = "made_from"
    USES = "uses"
    DELIVERS = "delivers"
    PAYS_FOR = "pays_for"
    MEASURES = "measures"

    @property
    def words(self) -> str:
        """From the first to the second: an action "answers" a finding."""
        return WORDS[self][0]

    @property
    def backwards(self) -> str:
        """From the second to the first: a finding "is answered by" an action."""
        return WORDS[self][1]


WORDS = {
    Relation.EVIDENCE: ("shows", "is shown by"),
    Relation.ANSWERS: ("answers", "is answered by"),
    Relation.PART_OF: ("is part of", "holds"),
    Relation.DECIDED_IN: ("was decided in", "decided"),
    Relation.DISCUSSED_AT: ("was discussed at", "discussed"),
    Relation.MADE_FROM: ("was made from", "became"),
    Relation.USES: ("uses", "is used by"),
    Relation.DELIVERS: ("delivers", "is delivered by"),
    Relation.PAYS_FOR: ("pays for", "is paid for by"),
    Relation.MEASURES: ("measures", "is measured by"),
}
