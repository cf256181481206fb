"""Asking after entries that nobody confirmed for six months."""

from datetime import datetime

from django.utils import timezone

from headwater.core.words import counted
from headwater.web.provision.services.changes import work
from headwater.web.provision.services.events import Work
from headwater.web.provision.services.models import Service
from headwater.web.provision.services.queries.services import RUNNING, unconfirmed
from headwater.web.worklist.models import Item


def ask_after(now: datetime) -> str:
    """Ask whoever keeps an entry whether it is still right. Once until it is confirmed."""
    rows = Service.objects.filter(status=RUNNING).select_related("workspace", "kept_by")
    waiting = Item.objects.filter(kind=Work.CONFIRM, closed_at=None).values("about")
    old = unconfirmed(rows, today=timezone.localdate(now)).exclude(reference__in=waiting)
    found = list(old)
    for each in found:
        work.ask_after(each, at=now)
    return f"asked after {counted(len(found), 'service')}"
