"""Entries of the ledger in words."""

import json
from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER
from headwater.web.audit.chain import START
from headwater.web.audit.models import Entry
from headwater.web.audit.queries import Neighbours
from headwater.web.audit.rules import Fact
from headwater.web.audit.verifying import check_entry
from headwater.web.design_system.parts import Cell, Colour, Row, Tag
from headwater.web.design_system.parts import Entry as Event

PERSON = "P-"
"""How references of people begin."""
COLUMNS = (
    "number",
    "at",
    "event",
    "actor",
    "actor_name",
    "about_kind",
    "about",
    "facts",
    "previous",
    "fingerprint",
)


def event_words(event: str) -> str:
    """What happened, as a heading.

    >>> event_words("membership_granted")
    'Membership granted'
    """
    return event.replace("_", " ").capitalize()


def references_in(entries: Iterable[Entry]) -> set[str]:
    """References of people that entries mention, whoever acted and whomever it was about."""
    found: set[str] = set()
    for entry in entries:
        texts = [entry.actor, entry.about, *_texts(entry.facts)]
        found.update(text for text in texts if text.startswith(PERSON))
    return found


def _texts(facts: Mapping[str, Fact]) -> Iterator[str]:
    for value in facts.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from value


def timeline(entries: Iterable[Entry], names: Mapping[str, str], *, workspace: str) -> list[Event]:
    """Entries as events, each leading to its page."""
    return [
        Event(
            title=event_words(entry.event),
            at=timezone.localtime(entry.at),
            by=who(entry.actor, names),
            text=_about(entry, names),
            href=reverse("audit:entry", args=[workspace, entry.number]),
        )
        for entry in entries
    ]


def who(actor: str, names: Mapping[str, str]) -> str:
    """Who acted, by name where the account is still there."""
    if not actor:
        return "somebody who was not signed in"
    return "headwater itself" if actor == HEADWATER.reference else names.get(actor, actor)


def _about(entry: Entry, names: Mapping[str, str]) -> str:
    kind = entry.about_kind.replace("_", " ").capitalize()
    about = f"{kind} {names.get(entry.about, entry.about)}".strip()
    facts = "; ".join(
        f"{name.replace('_', ' ')}: {_value(value, names)}"
        for name, value in entry.facts.items()
        if value not in (None, "", [])
    )
    return f"{about}. {facts[:1].upper()}{facts[1:]}" if facts else about


def _value(value: Fact, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(names.get(each, each) for each in value)
    return names.get(value, value) if isinstance(value, str) else str(value)


def entry(found: Entry, names: Mapping[str, str]) -> list[Row]:
    """All an entry says."""
    at = timezone.localtime(found.at)
    rows = [
        Row("Number", str(found.number)),
        Row("When", f"{at:%-d %B %Y, %H:%M:%S} ({found.at.isoformat()})"),
        Row("Who", _named(found.actor, names)),
        Row(
            "Done to", f"{found.about_kind.replace('_', ' ')} {_named(found.about, names)}".strip()
        ),
    ]
    return rows + [
        Row(name.replace("_", " ").capitalize(), _value(value, names) or "Empty")
        for name, value in found.facts.items()
        if value is not None
    ]


def _named(reference: str, names: Mapping[str, str]) -> str:
    words = who(reference, names)
    return f"{words} ({reference})" if reference in names else words


def seal(found: Entry) -> list[Row]:
    """An entry's place in the chain."""
    before = "None: this is the first entry" if found.previous == START else found.previous
    return [Row("Seal of the entry before", before), Row("Seal of this entry", found.fingerprint)]


HOLDS, BROKEN = Tag("Holds", Colour.GREEN), Tag("Broken", Colour.RED)


def checked(found: Entry, around: Neighbours) -> list[Row]:
    """Whether an entry is as it was written, and stands where it stood."""
    own = check_entry(found)
    before = START if found.number == 1 else around.seal_before
    return [
        Row("Its own seal", _checked(not own, "it was altered after it was written")),
        Row(
            "The entry before",
            _checked(before == found.previous, "it is gone or was written anew"),
        ),
        Row(
            "The entry after, or the end",
            _checked(around.follows_on == found.fingerprint, "it is gone or was written anew"),
        ),
    ]


def _checked(holds: bool, problem: str) -> Cell:
    return Cell(tag=HOLDS) if holds else Cell(problem, tag=BROKEN)


def export_row(found: Entry, names: Mapping[str, str]) -> list[str]:
    """An entry as a line of a file, with everything its seal covers."""
    return [
        str(found.number),
        found.at.isoformat(),
        found.event,
        found.actor,
        names.get(found.actor, ""),
        found.about_kind,
        found.about,
        json.dumps(found.facts, sort_keys=True, ensure_ascii=False),
        found.previous,
        found.fingerprint,
    ]
