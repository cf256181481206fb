"""Reading files of services, and what taking one in would do."""

import hashlib
import json

from django.db.models import QuerySet

from headwater.sources.found_faults import FoundFaults
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.provision.services.models import File, Service
from headwater.web.provision.services.queries.services import RUNNING, json_of, record_of
from headwater.web.provision.services.rules import permissions
from headwater.web.provision.services.rules.comparing import Held, Preview, preview
from headwater.web.provision.services.rules.payloads import Arrived
from headwater.web.provision.services.rules.reading import read


def files_for(actor: Actor, workspace: str) -> QuerySet[File]:
    """Every file that was looked at in a workspace, the latest first."""
    if not permissions.can_keep(actor, workspace):
        raise NotYours
    return File.objects.filter(workspace__slug=workspace).select_related("workspace")


def file_for(actor: Actor, workspace: str, reference: str) -> File:
    """One file of a workspace. Raises `NotYours` for any other, there or not."""
    found = files_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def preview_of(file: File) -> Preview:
    """What taking in a file would do now."""
    arrived = []
    for service in file.given:
        record = read(service, faults=FoundFaults(file.name), place=0)
        if record is not None:
            arrived.append(Arrived(service["id"], service, record))
    rows = Service.objects.filter(workspace=file.workspace)
    held = {
        each.service_id: Held(
            service_id=each.service_id,
            record=record_of(each),
            json=json_of(each),
            is_imported=each.is_imported,
            is_open=each.status == RUNNING,
            version=each.version,
        )
        for each in rows
    }
    return preview(tuple(arrived), held)


def seal_of(found: Preview) -> str:
    """Stands for one preview: another directory or another file has another."""
    said = [
        [each.service_id for each in found.new],
        [[each.arrived.service_id, each.version] for each in found.changed],
        found.unchanged,
        [[each.service_id, each.version] for each in found.gone],
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
