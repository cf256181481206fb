"""What an entry may say: plain rules on plain values."""

import re
from collections.abc import Iterator, Mapping

from headwater.core.errors import HeadwaterError

Fact = str | int | bool | None | list[str]

LONGEST_TEXT = 500
LOOKS_LIKE_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
CANNOT_BE_KEPT = re.compile("[\x00\ud800-\udfff]")


class FactRefusedError(HeadwaterError):
    """Something that must not stand in a record nobody can change."""

    def __init__(self, *, name: str, problem: str, remedy: str) -> None:
        super().__init__(
            f"The {name.replace('_', ' ')} {problem}, and the record of who did what cannot be "
            f"changed afterwards. {remedy}."
        )


def check_facts(facts: Mapping[str, Fact]) -> None:
    """Refuse facts with an e-mail address, with long text, or that no database keeps as they are.

    A rule cannot know a name when it sees one: whoever writes a reason is asked to leave names
    out. Raises `FactRefusedError`; `TypeError` for values that are no facts, which is a bug.
    """
    for name, value in facts.items():
        for text in _texts(name, value):
            _check_text(name, text)


def _texts(name: str, value: Fact) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            if not isinstance(each, str):
                raise TypeError(f"The fact [{name}] lists a [{type(each).__name__}].")
            yield each
    elif value is not None and not isinstance(value, int):
        raise TypeError(f"The fact [{name}] is a [{type(value).__name__}].")


def _check_text(name: str, text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise FactRefusedError(
            name=name,
            problem=f"has [{len(text)}] characters",
            remedy=f"Say it in [{LONGEST_TEXT}] or fewer",
        )
    if LOOKS_LIKE_EMAIL.search(text):
        raise FactRefusedError(
            name=name,
            problem="holds what looks like an e-mail address",
            remedy="Leave it out, or quote the person's reference instead",
        )
    if CANNOT_BE_KEPT.search(text):
        raise FactRefusedError(
            name=name,
            problem="has a character that cannot be kept",
            remedy="Type it again",
        )
