"""A round in words, for those who are about to apply."""

from datetime import datetime

from headwater.core.money import short_pounds
from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Row
from headwater.web.grants.rounds.models import Round
from headwater.web.grants.rounds.rules.phases import CLOSING_RULE, Phase, phase


def facts(round: Round) -> list[Row]:
    """What somebody wants to know first."""
    least = round.smallest_award
    money = f"Up to {short_pounds(round.largest_award)}"
    if least:
        money = f"{short_pounds(least)} to {short_pounds(round.largest_award)}"
    closes = f"{moment(round.closes_at)}\n{CLOSING_RULE[0]}"
    rows = [Row("You can ask for", money), Row("Closes", closes)]
    if round.minutes:
        rows.append(Row("How long it takes", f"About {round.minutes} minutes, in as many sittings"))
    return rows


def why_not_open(round: Round, at: datetime) -> str:
    """Why nobody can apply now."""
    if round.withdrawn_because:
        return f"It was withdrawn. {round.withdrawn_because}"
    if phase(round, at) is Phase.NOT_YET:
        return f"It opens on {moment(round.opens_at)}."
    return f"It closed on {moment(round.closes_at)}."
