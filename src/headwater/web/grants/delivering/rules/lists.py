"""The lists that forms offer and rows keep: codes with their words."""

from collections.abc import Mapping

AGE_BANDS = {
    "5-9": "5 to 9",
    "10-13": "10 to 13",
    "14-17": "14 to 17",
    "18-25": "18 to 25",
}
NOWHERE, NOWHERE_WORDS = "elsewhere", "Not known, or elsewhere"
"""Stands for the area of those of whom none of the project's is known."""
REFERRALS = {
    "self": "Came by themselves or with a friend",
    "family": "Family or carer",
    "school": "School or college",
    "police": "Police",
    "council": "Council or social care",
    "health": "Health service",
    "youth_justice": "Youth justice service",
    "voluntary": "Another charity or club",
    "other": "Somebody else",
}
BASES = {
    "task": "Public task",
    "interest": "Legitimate interest",
    "consent": "Consent",
}
CONSENTS = {
    "person": "The young person said yes",
    "parent": "A parent or carer said yes",
    "both": "Both said yes",
    "not_needed": "Not needed: they were told what is kept",
}
NEEDS = {
    "school": "Staying in school",
    "work": "Training or work",
    "wellbeing": "Feeling well",
    "friends": "Friends and belonging",
    "family": "Things at home",
    "substances": "Alcohol or drugs",
    "safety": "Staying safe",
    "send": "Special educational needs or a disability",
}
LEAVINGS = {
    "completed": "Finished as planned",
    "moved": "Moved away",
    "stopped": "Stopped coming",
    "referred": "Passed to another service",
    "other": "Something else",
}
MARKS = {"present": "Present", "late": "Came late", "absent": "Absent"}
ABSENCES = {
    "ill": "Ill",
    "school": "School or work",
    "family": "Family",
    "travel": "Could not get here",
    "excluded": "Asked to stay away",
    "no_wish": "Did not want to come",
    "unknown": "Not known",
}
STAGES = {"before": "At the start", "after": "At the end"}
MISSING = {
    "not_asked": "Not asked",
    "refused": "Did not want to answer",
    "left": "Left before it was due",
    "not_fit": "The tool did not suit them",
}
GOALS = {
    "open": "Being worked on",
    "achieved": "Achieved",
    "partly": "Partly achieved",
    "not": "Not achieved",
}
PASSED_TO = {
    "lead": "Our safeguarding lead",
    "police": "The police (999 or 101)",
    "council": "The council's children's social care",
    "both": "Our safeguarding lead and the police or council",
}
TARGETS = {
    "people": "Young people who start",
    "finished": "Young people who finish as planned",
    "improved": "Young people whose score improves",
    "goals": "Young people who achieve a goal",
    "sessions": "Sessions",
    "hours": "Contact hours",
    "other": "Something else",
}
COUNTS_PEOPLE = frozenset({"people", "finished", "improved", "goals"})
"""Kinds of target whose numbers are people, and so are never shown when few."""
EVIDENCE = {"measured": "Counted in the register", "evidenced": "Shown by other evidence"}
RETURNS = {"start": "Start", "quarter": "Quarter", "end": "End"}


def choices(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """A list as fields take it."""
    return list(words.items())
