"""The library of approaches as the rulebook has it, in words, and what of it is asked for."""

from collections.abc import Mapping

from headwater.rulebook.practice import Impact, ToolkitApproach, evidence_toolkit

NOT_TRANSCRIBED = "Not transcribed yet"
MOST_BESIDE = 3
"""Approaches that fit beside each other."""
BANDS = {
    Impact.HIGH: "It cut violence by 30% or more where it was studied.",
    Impact.MODERATE: "It cut violence by 10% to 30% where it was studied.",
    Impact.LOW: "It cut violence by 2% to 9% where it was studied.",
    Impact.NO_CLEAR_EVIDENCE: "Studies do not show clearly whether it cuts violence.",
    Impact.HARMFUL: "More violence followed where it was studied. It does harm.",
    Impact.NOT_READ: "The approach is in the toolkit; nobody has read its page for us yet.",
}
HARMFUL_STATE = "Harmful: needs an override of the board"


def library() -> Mapping[str, ToolkitApproach]:
    """Every approach by its id, strongest first."""
    return {each.id: each for each in evidence_toolkit()}


def is_read(approach: ToolkitApproach) -> bool:
    """Whether somebody read the page of the approach, so that its band is known."""
    return approach.impact is not Impact.NOT_READ


def impact_words(approach: ToolkitApproach) -> str:
    """The band: "No clear evidence"."""
    return approach.impact.words.capitalize()


def effect_words(approach: ToolkitApproach) -> str:
    """By how much violence fell, from and to."""
    if approach.harmful:
        return "More violence, not less"
    low, high = approach.effect_low_percent, approach.effect_high_percent
    if low is None:
        return "Not known"
    return f"{low:g}% less violence or better" if high is None else f"{low:g}% to {high:g}% less"


def quality_words(approach: ToolkitApproach) -> str:
    """How sure the toolkit is, of five."""
    quality = approach.evidence_quality
    return NOT_TRANSCRIBED if quality is None else f"{quality} of 5"


def cost_words(approach: ToolkitApproach) -> str:
    """The toolkit's band of cost."""
    return (approach.cost_band or NOT_TRANSCRIBED).capitalize()


def harm_words(approach: ToolkitApproach) -> str:
    """Whether it does harm, in words; a band that nobody read says nothing of it."""
    if approach.harmful:
        return "Yes: needs an override of the board"
    return "Not found to" if is_read(approach) else "Not known"


def state_words(approach: ToolkitApproach) -> str:
    """How an approach stands, on the thread."""
    return HARMFUL_STATE if approach.harmful else impact_words(approach)


def chosen(
    known: Mapping[str, ToolkitApproach],
    *,
    words: str = "",
    impact: str = "",
    harmful: str = "",
    read: str = "",
) -> list[ToolkitApproach]:
    """Those of the known that meet everything asked for; what is empty asks for nothing."""
    return [
        each
        for each in known.values()
        if words.strip().lower() in f"{each.name} {each.use_rule}".lower()
        and impact in ("", each.impact.value)
        and harmful in ("", "yes" if each.harmful else "no")
        and read in ("", "yes" if is_read(each) else "no")
    ]


def beside(known: Mapping[str, ToolkitApproach], ids: list[str]) -> list[ToolkitApproach]:
    """The first three of the known among these, each once."""
    return [known[each] for each in dict.fromkeys(ids) if each in known][:MOST_BESIDE]
