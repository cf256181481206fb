"""An algorithm as an ATRS record: the fields of the template, filled from the register."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from headwater import rulebook
from headwater.rulebook import AtrsField
from headwater.web.insights.algorithms.models import Algorithm

STANDARD = "Algorithmic Transparency Recording Standard"
PHASES = {
    "draft": "Pre-deployment",
    "in_use": "Production",
    "suspended": "Suspended",
    "withdrawn": "Retired",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of the template with what the register says; empty where it says nothing."""

    field: AtrsField
    words: str


def answers(said: Mapping[str, Any]) -> tuple[Answer, ...]:
    """Every field of the template, in its order, from what the register says."""
    return tuple(_answers(said))


def _answers(said: Mapping[str, Any]) -> Iterator[Answer]:
    more = said["more"]
    for field in rulebook.atrs_fields():
        if field.register_field == "assessments":
            words = (
                f"Data protection impact assessment: {said['dpia_reference']}. "
                f"Equality impact assessment: {said['equality_reference']}."
            )
        elif field.register_field:
            words = str(said[field.register_field])
        else:
            words = str(more.get(field.id, ""))
        yield Answer(field, words)


def open_fields() -> tuple[AtrsField, ...]:
    """Fields of the template that only `more` can answer."""
    return tuple(field for field in rulebook.atrs_fields() if not field.register_field)


SAID = (
    "key",
    "name",
    "owner_organisation",
    "owner_role",
    "contact_email",
    "purpose",
    "data_used",
    "checks",
    "human_oversight",
    "risks",
    "dpia_reference",
    "equality_reference",
    "tool_version",
)
"""Fields that are words, as they are saved in a version and shown in a record."""


def said_by(algorithm: Algorithm) -> dict[str, Any]:
    """What the register says of an algorithm now, as plain values."""
    return {
        **{name: getattr(algorithm, name) for name in SAID},
        "reference": algorithm.reference,
        "reviewed_on": algorithm.reviewed_on.isoformat(),
        "expires_on": algorithm.expires_on.isoformat(),
        "status": algorithm.status,
        "status_reason": algorithm.status_reason,
        "more": dict(algorithm.more),
        "version": algorithm.version,
    }


def record(said: Mapping[str, Any]) -> dict[str, Any]:
    """The ATRS record of an algorithm, for a file or a release. Holds roles, never names."""
    made: dict[str, Any] = {
        "standard": STANDARD,
        "template": rulebook.table_version("atrs_fields"),
        "id": said["reference"],
        "key": said["key"],
        "tool_version": said["tool_version"],
        "phase": PHASES[said["status"]],
        "date_reviewed": said["reviewed_on"],
        "date_expires": said["expires_on"],
        "predicts_about_people": False,
        "tier_1": {},
        "tier_2": {},
    }
    for answer in answers(said):
        if answer.field.tier == 1:
            made["tier_1"][answer.field.id] = answer.words
        else:
            made["tier_2"].setdefault(answer.field.section, {})[answer.field.id] = answer.words
    return made
