"""A round is begun, and what it says of itself is changed while it is a draft."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.text import slugify

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited
from headwater.web.grants.money.models import Fund, Pot
from headwater.web.grants.rounds.changes import laying
from headwater.web.grants.rounds.changes.holding import held_draft, say
from headwater.web.grants.rounds.events import Event
from headwater.web.grants.rounds.models import Round
from headwater.web.grants.rounds.rules import permissions, templates
from headwater.web.grants.rounds.rules.describing import (
    LONDON,
    About,
    Dates,
    RoundError,
    Terms,
    check_dates,
    check_terms,
)
from headwater.web.grants.rounds.rules.templates import SMALL_GRANTS, Start

LONGEST_SLUG = 70
NOON = time(12)
CARRIED = (
    *("summary", "purpose", "who_can_apply", "how_decided", "data_use", "contact", "minutes"),
    *("total", "largest_award", "smallest_award", "youngest", "oldest", "oldest_with_send"),
    *("places", "threshold", "small_income"),
)
"""What a copy takes over from the round it is made from."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new round starts from."""

    title: str
    start: Start
    opens_at: datetime
    closes_at: datetime
    earlier: Round | None = None
    """The round that is copied."""


@audited
def begin(*, fund: Fund, said: Beginning, actor: Actor, at: datetime) -> Round:
    """Begin a draft, with the parts of a template, of an earlier round, or none."""
    permissions.check_can_build(actor, fund.workspace.slug)
    if fund.closed_at is not None:
        raise RoundError("The fund is closed. Choose another.")
    dates = _usual_dates(said)
    check_dates(dates)
    made = Round(
        workspace=fund.workspace,
        fund=fund,
        title=said.title.strip(),
        slug=_free_slug(said.title, dates.opens_at),
        written_by=actor.reference,
        written_at=at,
        total=0,
        largest_award=0,
        data_use=SMALL_GRANTS.data_use,
        how_decided=SMALL_GRANTS.how_decided,
        **_plain(dates),
    )
    if said.start is Start.YOUTH_FUND:
        _take_template(made)
    if said.earlier is not None:
        _check_same_place(said.earlier, fund)
        for name in CARRIED:
            setattr(made, name, getattr(said.earlier, name))
    made.save(force_insert=True)
    if said.start is Start.YOUTH_FUND:
        laying.lay_library(made)
    elif said.earlier is not None:
        laying.lay_copy(made, said.earlier)
        made.pots.set(said.earlier.pots.filter(fund=fund, locked_at=None))
    say(Event.WRITTEN, made, actor=actor, at=at, start=said.start.value, fund=fund.reference)
    return made


@audited
def change_about(*, round: Round, said: About, version: int, actor: Actor, at: datetime) -> Round:
    """Say something else of what a round is for."""
    row = held_draft(round, actor, version=version)
    names = ["title", "summary", "purpose", "who_can_apply", "how_decided", "data_use", "contact"]
    for name in names:
        setattr(row, name, getattr(said, name).strip())
    row.minutes = said.minutes
    return _saved(row, [*names, "minutes"], "about", actor=actor, at=at)


@audited
def change_dates(*, round: Round, said: Dates, version: int, actor: Actor, at: datetime) -> Round:
    """Choose other dates while the round is a draft."""
    row = held_draft(round, actor, version=version)
    check_dates(said)
    chosen = _plain(said)
    for name, value in chosen.items():
        setattr(row, name, value)
    return _saved(row, list(chosen), "dates", actor=actor, at=at)


@audited
def change_terms(*, round: Round, said: Terms, version: int, actor: Actor, at: datetime) -> Round:
    """Choose other amounts, ages, places and pots."""
    row = held_draft(round, actor, version=version)
    check_terms(said)
    pots = list(Pot.objects.filter(fund=row.fund, reference__in=said.pots, locked_at=None))
    if len(pots) != len(set(said.pots)):
        raise RoundError("A pot is not there any more or its year is closed. Choose another.")
    names = ["total", "largest_award", "smallest_award", "youngest", "oldest", "oldest_with_send"]
    for name in (*names, "small_income"):
        setattr(row, name, getattr(said, name))
    row.places = [{"code": code, "name": name} for code, name in said.places]
    row.pots.set(pots)
    return _saved(row, [*names, "small_income", "places"], "terms", actor=actor, at=at)


@audited
def change_threshold(
    *, round: Round, threshold: int, version: int, actor: Actor, at: datetime
) -> Round:
    """Choose from which score of a hundred an application can be funded."""
    row = held_draft(round, actor, version=version)
    if not 0 <= threshold <= 100:
        raise RoundError("The score must be a whole number from 0 to 100.")
    row.threshold = threshold
    return _saved(row, ["threshold"], "threshold", actor=actor, at=at)


def _saved(row: Round, names: list[str], what: str, *, actor: Actor, at: datetime) -> Round:
    row.version += 1
    row.save(update_fields=[*names, "version"])
    say(Event.CHANGED, row, actor=actor, at=at, what=what)
    return row


def _plain(said: Dates) -> dict[str, object]:
    return {name: getattr(said, name) for name in Dates.__dataclass_fields__}


def _usual_dates(said: Beginning) -> Dates:
    """The days that usually follow the closing time somebody chose."""
    closes_on = said.closes_at.astimezone(LONDON).date()
    decisions_by = closes_on + templates.DECIDE_IN
    projects_from = decisions_by + templates.START_IN
    return Dates(
        opens_at=said.opens_at,
        closes_at=said.closes_at,
        decisions_by=decisions_by,
        projects_from=projects_from,
        projects_until=projects_from + templates.LAST_FOR,
    )


def first_dates(at: datetime) -> tuple[datetime, datetime]:
    """When a new round opens and closes unless somebody chooses otherwise: noon, both times."""
    opens_on = timezone.localdate(at) + timedelta(days=14)
    closes_on = opens_on + templates.OPEN_FOR
    return (
        datetime.combine(opens_on, NOON, tzinfo=LONDON),
        datetime.combine(closes_on, NOON, tzinfo=LONDON),
    )


def _take_template(made: Round) -> None:
    for name in templates.Template.__dataclass_fields__:
        if name != "title":
            setattr(made, name, getattr(SMALL_GRANTS, name))


def _check_same_place(earlier: Round, fund: Fund) -> None:
    if earlier.workspace_id != fund.workspace_id:
        raise RoundError("The earlier round is not there any more. Choose another.")


def _free_slug(title: str, opens_at: datetime) -> str:
    """An address of its own, such as `youth-fund-small-grants-2027`."""
    start = slugify(f"{title} {opens_at:%Y}")[:LONGEST_SLUG].strip("-") or "round"
    taken = set(Round.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (start, *numbered) if each not in taken)
