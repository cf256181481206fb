"""What is said when an application is sent in, in time or late."""

from headwater.core.words import counted
from headwater.web.design_system.moments import day, moment
from headwater.web.grants.applying.models import Application, LateRequest


def alike(count: int) -> str:
    """What is said where the same organisation sent in others; nothing where it did not."""
    if not count:
        return ""
    there = f"{counted(count, 'application')} of an organisation with the same name or number"
    return (
        f"{there} {'was' if count == 1 else 'were'} sent in to this round already. You can send "
        "yours as well: none is dropped. The partnership sees them side by side and asks you "
        "which one counts."
    )


def next_steps(application: Application) -> list[str]:
    """What happens to an application that was sent in."""
    round_ = application.round
    said = [
        f"It reached us on {moment(application.submitted_at)}. We have written to everybody who "
        "worked on it, with the reference.",
        "At least two people read it and score it by what the round says. If something is "
        "unclear, we ask you.",
    ]
    if round_.decisions_by:
        said.append(f"We decide by {day(round_.decisions_by)} and write to you.")
    return said


def why_late(late: LateRequest) -> list[str]:
    """Why something was not taken, and what can be done about it."""
    round_ = late.application.round
    said = [
        f"Your application reached us on {moment(late.reached_at)}. The round closed on "
        f"{moment(round_.closes_at)}. What counts is the moment our server receives it, so it was "
        "not taken, although you may have begun to send it before.",
        "Nothing is lost: what you wrote is kept as it was when it reached us.",
    ]
    if late.is_taken is False:
        said.append(f"The partnership has decided not to take it. Why: {late.reason or 'no word'}")
    elif late.is_taken:
        said.append("The partnership has taken it all the same.")
    elif late.why:
        said.append("You asked that it be taken. Two people of the partnership decide.")
    return said
