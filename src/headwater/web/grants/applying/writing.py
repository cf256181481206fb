"""What letters to those who apply say. Addresses in them come from the settings."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from headwater.web.design_system.moments import day, moment
from headwater.web.grants.applying.models import Application, LateRequest
from headwater.web.grants.applying.rules.identity import CODE_LASTS, LINK_LASTS

MINUTES = int(CODE_LASTS.total_seconds()) // 60
FOOT = (
    "You cannot answer this letter: nobody reads what is sent to its sender. If you did not ask "
    "for it, you need do nothing.\n"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The subject of a letter and what it says."""

    subject: str
    words: str


def address_of(route: str, *parts: str) -> str:
    """A whole address of this site, as people reach it."""
    return f"{settings.HEADWATER.address}{reverse(route, args=parts)}"


def signature() -> str:
    """Where to go, at the foot of every letter about an application."""
    return f"\nSee it at {address_of('applying:mine')}\n\n{FOOT}"


def code(digits: str) -> Words:
    """The letter with a code."""
    shown = f"{digits[:3]} {digits[3:]}"
    return Words(
        "Your code to sign in",
        f"Your code is {shown}\n\n"
        f"Type it on the page where you asked for it. It can be used once, within {MINUTES} "
        "minutes. We never ask for it by telephone.\n\n"
        f"{FOOT}",
    )


def begun(application: Application, token: str) -> Words:
    """The letter to whoever begins an application."""
    round_ = application.round
    return Words(
        f"Your application to {round_.title}",
        f"You have begun an application to {round_.title}.\n\n"
        f"Your reference is {application.reference}\n\n"
        "Everything you write is saved. Go on with it here, on any device:\n\n"
        f"{address_of('applying:resume', token)}\n\n"
        f"The link is for you alone: whoever has it can change the application. It ends "
        f"{LINK_LASTS.days} days after the last change. You can also go to "
        f"{address_of('applying:mine')} and ask for a code by e-mail.\n\n"
        f"{closing(application)}\n\n{FOOT}",
    )


def invited(application: Application, token: str) -> Words:
    """The letter to a colleague who is to help with an application."""
    round_ = application.round
    return Words(
        f"You are asked to help with an application to {round_.title}",
        f"Somebody who is writing an application to {round_.title} has asked you to work on it "
        f"with them. Its reference is {application.reference}\n\n"
        "Read it, change it and send it in here:\n\n"
        f"{address_of('applying:resume', token)}\n\n"
        f"The link is for you alone. It ends {LINK_LASTS.days} days after the last change. You "
        f"can also go to {address_of('applying:mine')} and ask for a code by e-mail.\n\n"
        f"{closing(application)}\n\n{FOOT}",
    )


def received(application: Application) -> Words:
    """The letter that an application was received, with its reference."""
    round_ = application.round
    late = (
        "It reached us after the round had closed and was taken all the same.\n\n"
        if application.was_late
        else ""
    )
    until = f"We decide by {day(round_.decisions_by)}. " if round_.decisions_by else ""
    return Words(
        f"We have your application {application.reference}",
        f"We have received the application of {application.organisation} to {round_.title}.\n\n"
        f"Its reference is {application.reference}\n\n"
        f"It reached us on {moment(application.submitted_at)}. {late}"
        f"{until}We write to you about each step. You can read it, print it or withdraw it at any "
        "time before we decide.",
    )


def withdrawn(application: Application) -> Words:
    """The letter that an application was withdrawn."""
    return Words(
        f"Application {application.reference} was withdrawn",
        f"Your application to {application.round.title} was withdrawn by somebody who wrote it. "
        "Nothing more happens to it. While the round is open you can begin another.",
    )


def late_refused(late: LateRequest) -> Words:
    """The letter that what reached us late is not taken."""
    application = late.application
    return Words(
        f"Application {application.reference} was too late",
        f"Your application to {application.round.title} reached us on {moment(late.reached_at)}, "
        "after the round had closed, and is not taken.\n\n"
        f"Why: {late.reason}",
    )


def draft_ends(application: Application, *, on: date) -> Words:
    """The letter that a draft will be deleted."""
    return Words(
        f"Your draft {application.reference} will be deleted",
        f"You have a draft of an application to {application.round.title} that was not sent in. "
        f"The round is closed, so we delete the draft on {day(on)}. If you want to keep a copy, "
        "print it before then.",
    )


def closing(application: Application) -> str:
    """Until when a round takes applications, as a sentence."""
    return (
        f"Send it in before {moment(application.round.closes_at)}. What counts is the moment our "
        "server receives it."
    )
