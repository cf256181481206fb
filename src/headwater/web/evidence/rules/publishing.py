"""What is noted of a document that another area or body published, and who may change it."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.roles import LEADS, WRITERS
from headwater.web.evidence.rules.library import library

NOTERS = WRITERS
"""They note what others publish."""
LONGEST_TITLE, LONGEST_NAME, LONGEST_LINK, LONGEST_TEXT = 200, 120, 500, 2_000
WEB = ("http", "https")


class DocumentKind(StrEnum):
    """What sort of document it is."""

    STRATEGY = "strategy"
    NEEDS = "needs"
    EVALUATION = "evaluation"
    RESPONSE = "response"

    @property
    def words(self) -> str:
        """The kind as people say it."""
        return KINDS[self]


KINDS = {
    DocumentKind.STRATEGY: "Strategy",
    DocumentKind.NEEDS: "Needs assessment",
    DocumentKind.EVALUATION: "Evaluation",
    DocumentKind.RESPONSE: "Response to a review or an inspection",
}


class PublicationRefusedError(HeadwaterError):
    """A note of a document that cannot be kept as it is."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What is noted of a document."""

    title: str
    publisher: str
    area_code: str
    """Of the authority it is about, where that is one like ours; empty for any other."""
    area_name: str
    published_on: date
    link: str
    kind: DocumentKind
    takes: str
    """What we take from it."""
    approaches: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As data to keep."""
        told = asdict(self)
        told["published_on"] = self.published_on.isoformat()
        return told | {"approaches": list(self.approaches)}


FIELDS = tuple(each.name for each in fields(Noted))


def check_noted(noted: Noted, *, today: date) -> None:
    """Raises `PublicationRefusedError` for what lacks or cannot be."""
    for text, noun in (
        (noted.title, "what the document is called"),
        (noted.publisher, "who published it"),
        (noted.takes, "what we take from it"),
    ):
        if not text.strip():
            raise PublicationRefusedError(f"Say {noun}.")
    if noted.published_on > today:
        raise PublicationRefusedError("The day it was published must be today or in the past.")
    parts = urlsplit(noted.link)
    if noted.link and (parts.scheme not in WEB or not parts.netloc):
        raise PublicationRefusedError("Enter a link that begins https:// or leave it empty.")
    unknown = [each for each in noted.approaches if each not in library()]
    if unknown:
        raise PublicationRefusedError("Choose approaches of the library.")


def can_change(actor: Actor, workspace: str, *, noted_by: str) -> bool:
    """Leads change every note; others change what they noted themselves."""
    if actor is HEADWATER or actor.has_role(workspace, LEADS):
        return True
    return actor.reference == noted_by and actor.has_role(workspace, NOTERS)
