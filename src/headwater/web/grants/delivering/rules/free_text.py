"""Words that may hold a person: what looks like a name, a telephone number or a date of birth.

It cannot know a name when it sees one. It asks again, and whoever writes decides.
"""

import re

PHONE = re.compile(r"(?<!\d)(?:\+44|0)(?:[\s()-]*\d){9,10}(?!\d)")
EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
BORN = re.compile(
    r"\b(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:19|20)?\d\d\b"
    r"|\b(?:born|d\.?o\.?b\.?)\b",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")
NAMED = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}(?:[ -][A-Z][a-z]+)?\b")
"""A capital within a sentence. Days and months are left out below."""
NOT_NAMES = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December English Maths Easter Christmas".split()
)
FEW = re.compile(
    r"\b(?:[1-4]|one|two|three|four)\s+(?:\w+\s+){0,2}"
    r"(?:people|persons?|participants?|children|child|girls?|boys?|pupils?|members?|left|dropped)\b",
    re.IGNORECASE,
)
"""A few people counted in words. Those who give the money are not told of fewer than five."""
WORDS = {
    "few": "a number of people under five",
    "phone": "a telephone number",
    "email": "an e-mail address",
    "born": "a date of birth",
    "postcode": "a postcode",
    "name": "a name",
}


def suspicions(text: str) -> tuple[str, ...]:
    """What a text seems to hold that must not be there, certain things only.

    >>> suspicions("Ring 07700 900123"), suspicions("Football and a talk")
    (('a telephone number',), ())
    """
    found = {"phone": PHONE, "email": EMAIL, "born": BORN, "postcode": POSTCODE}
    return tuple(WORDS[name] for name, pattern in found.items() if pattern.search(text))


def perhaps(text: str) -> tuple[str, ...]:
    """The same, and what may be a name.

    >>> perhaps("Goes back to school with Jordan"), perhaps("Two evenings by Friday")
    (('a name',), ())
    """
    names = [each for each in NAMED.findall(text) if each not in NOT_NAMES]
    return (*suspicions(text), *((WORDS["name"],) if names else ()))


def in_a_return(text: str) -> tuple[str, ...]:
    """The same, and small numbers of people, in words that others read.

    >>> in_a_return("Two young people left"), in_a_return("12 young people came")
    (('a number of people under five',), ())
    """
    return (*perhaps(text), *((WORDS["few"],) if FEW.search(text) else ()))
