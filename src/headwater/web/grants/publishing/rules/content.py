"""What a publication holds: the grants as a file, the projects as pages, the way of the money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from headwater.core.money import plain_pounds
from headwater.web.grants.publishing.rules import giving
from headwater.web.grants.publishing.rules.giving import Publisher, recipient_id
from headwater.web.grants.publishing.rules.readiness import is_ready, is_told_of
from headwater.web.grants.publishing.rules.record import Record, without_names
from headwater.web.grants.publishing.rules.totals import PotMoney, totals_of

Content = Mapping[str, Any]
Project = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sorted:
    """Awards by whether they can be told of."""

    told: tuple[Record, ...]
    not_ready: tuple[Record, ...]
    """Grants that lack something."""
    not_yet: tuple[Record, ...]
    """Offers that nobody took up yet, or that were withdrawn."""


def sorted_out(records: Sequence[Record]) -> Sorted:
    """Which awards are told of, and which are not."""
    grants = [each for each in records if is_told_of(each)]
    return Sorted(
        told=tuple(each for each in grants if is_ready(each)),
        not_ready=tuple(each for each in grants if not is_ready(each)),
        not_yet=tuple(each for each in records if not is_told_of(each)),
    )


def content_of(
    records: Sequence[Record],
    pots: Sequence[PotMoney],
    publisher: Publisher,
    *,
    at: datetime,
    area: str,
    address: str = "",
) -> dict[str, Any]:
    """Everything a publication holds. `address` is where a project's page is, with `{}` in it."""
    found = sorted_out(records)
    told = [without_names(each) for each in found.told]
    grants = [
        giving.grant_of(each, publisher, address=address.format(each.reference)) for each in told
    ]
    untold = (*found.not_ready, *(each for each in found.not_yet if each.state != "withdrawn"))
    return {
        "as_of": at.date().isoformat(),
        "publisher": publisher.name,
        "licence": giving.LICENCE_NAME,
        "package": giving.package_of(grants, publisher, at=at, area=area),
        "projects": [project_of(each, publisher.prefix) for each in told],
        "totals": totals_of(pots, told, untold),
    }


def project_of(record: Record, prefix: str) -> dict[str, Any]:
    """One project as pages and lists show it."""
    youngest, oldest = record.ages
    return {
        "reference": record.reference,
        "title": record.title,
        "description": record.description,
        "recipient": record.recipient.name,
        "recipient_id": recipient_id(record.recipient, prefix),
        "recipient_kind": record.recipient.kind,
        "places": [{"code": each.code, "name": each.name} for each in record.places],
        "amount": plain_pounds(record.amount),
        "first_amount": plain_pounds(record.first_amount),
        "asked": plain_pounds(record.asked) if record.asked is not None else "",
        "paid": plain_pounds(record.paid),
        "awarded_on": record.days.awarded_on.isoformat(),
        "starts_on": record.days.starts_on.isoformat(),
        "ends_on": record.days.ends_on.isoformat(),
        "year": record.year,
        "state": record.state_words,
        "reasons": record.reasons,
        "conditions": record.conditions,
        "fund": record.fund,
        "round": record.round,
        "round_address": record.round_address,
        "source": record.source,
        "is_proceeds": record.is_proceeds,
        "approach": record.approach,
        "theme": record.approach_name,
        "level": record.level,
        "youngest": youngest,
        "oldest": oldest,
        "people": [_counted(each) for each in record.people],
        "outcomes": [_counted(each) for each in record.outcomes],
        "left_out": [each.reason for each in record.left_out],
    }


def _counted(said: Any) -> dict[str, Any]:
    return {"label": said.label, "value": said.value, "number": said.number}
