"""An application as a list of tasks, and its answers to be checked."""

from django.urls import reverse

from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Cell, Colour, Entry, Row, Tag, Task
from headwater.web.grants.applying.links import application_address
from headwater.web.grants.applying.models import Application, LateRequest, Member, State
from headwater.web.grants.applying.queries.answers import Answered, Part, Written

NOT_STARTED = Tag("Not started", Colour.BLUE)
BEGUN = Tag("In progress", Colour.YELLOW)
DONE = Tag("Done", Colour.GREEN)
WAITS = Tag("Cannot start yet", Colour.GREY)
READY = Tag("Ready to send", Colour.TEAL)


def tasks(written: Written) -> list[Task]:
    """Parts of an application with how far each has come, and sending it at the end."""
    application = written.application
    rows = [
        Task(
            part.title,
            part_tag(part),
            href=application_address(application, "part", part.slug),
        )
        for part in written.parts
    ]
    is_ready = not written.unfinished
    send = Task(
        "Check your answers and send",
        READY if is_ready else WAITS,
        href=application_address(application, "check") if is_ready else "",
        hint="" if is_ready else "Everything above must be done first. You can read it meanwhile.",
    )
    return [*rows, send]


def part_tag(part: Part) -> Tag:
    """How far a part has come. One in which nothing must be answered is done when it is seen."""
    if part.is_done:
        return DONE
    return BEGUN if part.is_begun else NOT_STARTED


def progress_words(written: Written) -> str:
    """How many parts are done."""
    done = len(written.parts) - len(written.unfinished)
    return f"You have finished {done} of {len(written.parts)} parts."


def groups(written: Written, *, may_change: bool) -> list[tuple[str, list[Row]]]:
    """Every answer by its part, and where to change it."""
    return [
        (part.title, [_row(written.application, part, each, may_change) for each in part.answered])
        for part in written.parts
    ]


def _row(application: Application, part: Part, each: Answered, may_change: bool) -> Row:
    address = application_address(application, "part", part.slug) if may_change else ""
    return Row(each.question.words, _value(each), address)


def _value(each: Answered) -> Cell:
    names = "\n".join(file.document.name for file in each.files)
    said = names or each.words
    fault = Tag("To be put right", Colour.RED) if each.faults and said else None
    if not said and each.faults:
        return Cell("", tag=Tag("Missing", Colour.RED))
    return Cell(said or "Not answered", tag=fault)


def facts(application: Application, late: LateRequest | None) -> list[Row]:
    """Where an application stands."""
    rows = [Row("Reference", application.reference), Row("Round", application.round.title)]
    if application.submitted_at:
        rows.append(Row("Reached us", moment(application.submitted_at)))
        rows.append(
            Row("Certified by", f"{application.certified_name}, {application.certified_role}")
        )
    elif late is not None:
        rows.append(Row("Reached us", f"{moment(late.reached_at)}, after the round had closed"))
    else:
        rows.append(Row("Round closes", moment(application.round.closes_at)))
    return rows


def history(application: Application) -> list[Entry]:
    """What happened to an application, the latest first. Reasons of decisions go by letter."""
    return [
        Entry(str(State(each.end).label), each.at)
        for each in reversed(list(application.moves.all()))
    ]


def member_rows(members: list[Member], application: Application, *, mine: int) -> list[Row]:
    """Who writes an application."""
    return [
        Row(
            each.applicant.name or each.applicant.email,
            _member_words(each, application),
            reverse("applying:application_remove", args=[application.reference, each.pk])
            if len(members) > 1 and (mine in (each.applicant_id, application.started_by_id))
            else "",
            change_words="Leave" if each.applicant_id == mine else "Remove",
        )
        for each in members
    ]


def _member_words(member: Member, application: Application) -> str:
    if member.applicant_id == application.started_by_id:
        said = "Began the application"
    else:
        said = "Writes and may send it" if member.may_submit else "Writes, may not send it"
    return said if member.applicant.last_seen_at else f"{said}. Has not signed in yet"
