"""The order in which the thread is read: from what is needed to what came of it."""

STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What is needed", ("load", "edition", "finding", "alert", "definition")),
    ("What is missing", ("gap",)),
    ("What is planned", ("plan", "priority", "outcome", "action")),
    ("What is bought", ("intention", "pot", "round", "application", "award")),
    (
        "Who helps, and how",
        ("partner", "service", "approach", "evaluation", "publication", "override"),
    ),
    ("Who decided", ("board", "meeting", "minute", "decision")),
    (
        "What the Duty asks",
        ("obligation", "readiness", "return", "request", "direction", "consultee", "consultation"),
    ),
    ("What is shared", ("agreement", "dpia", "dataset", "share", "refusal", "onboarding")),
    ("What is kept and published", ("document", "release")),
)
"""Headings of a chain, each with its kinds. A kind of no heading stands under `BESIDE`."""
BESIDE = "What goes with it"


def stage_of(kind: str) -> str:
    """The heading a kind stands under."""
    return next((heading for heading, kinds in STAGES if kind in kinds), BESIDE)


HEADINGS = (*(heading for heading, _ in STAGES), BESIDE)
