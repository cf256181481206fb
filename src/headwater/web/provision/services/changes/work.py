"""What waits for whom because of the directory: entries to confirm, answers to decide on."""

from datetime import datetime

from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.notices.rules import one_line
from headwater.web.provision.services.events import Work
from headwater.web.provision.services.links import LONGEST_TITLE, service_address
from headwater.web.provision.services.models import Answer, Service
from headwater.web.provision.services.rules.permissions import EDITORS, KEEPERS
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_CONFIRM = 10
WORKING_DAYS_TO_DECIDE = 5


def ask_after(service: Service, *, at: datetime) -> None:
    """An entry waits to be confirmed by whoever keeps it."""
    worklist.post(
        workspace=service.workspace,
        kind=Work.CONFIRM,
        title=one_line(f"Confirm or send a link: {service.name}", LONGEST_TITLE),
        link=service_address(service),
        about=service.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_CONFIRM),
        organisation=service.kept_by,
        roles=EDITORS if service.kept_by else KEEPERS,
        at=at,
    )


def close_asking(service: Service, *, at: datetime) -> None:
    """The entry was confirmed, or is no longer there."""
    worklist.close(workspace=service.workspace, kind=Work.CONFIRM, about=service.reference, at=at)


def wait_for_decision(answer: Answer, *, at: datetime) -> None:
    """What a provider would have different waits for whoever keeps the entry."""
    service = answer.service
    worklist.post(
        workspace=service.workspace,
        kind=Work.ANSWER,
        title=one_line(f"A provider corrects its entry: {service.name}", LONGEST_TITLE),
        link=service_address(service),
        about=answer.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_DECIDE),
        organisation=service.kept_by,
        roles=EDITORS if service.kept_by else KEEPERS,
        at=at,
    )


def close_decision(answer: Answer, *, at: datetime) -> None:
    """Somebody decided on what a provider said."""
    workspace = answer.service.workspace
    worklist.close(workspace=workspace, kind=Work.ANSWER, about=answer.reference, at=at)
