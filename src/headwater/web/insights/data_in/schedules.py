"""What data in does by the clock."""

from datetime import datetime, timedelta

from django.utils import timezone

from headwater.core.words import counted
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.schedules import Schedule
from headwater.web.insights.data_in import folders, queries, tasks
from headwater.web.insights.data_in.changes import expected, uploads
from headwater.web.insights.data_in.rules.workflow import Status
from headwater.web.insights.data_in.supplies import sources
from headwater.web.partners.models import Workspace

STUCK_AFTER = timedelta(minutes=10)
LEFT_AFTER = timedelta(days=30)
TASK_OF = {
    Status.UPLOADED: tasks.check,
    Status.CHECKING: tasks.check,
    Status.CONFIRMED: tasks.load,
    Status.LOADING: tasks.load,
    Status.UNDOING: tasks.undo,
}


def resume(now: datetime) -> str:
    """Take up uploads whose worker was killed, or that had to wait."""
    found = queries.unfinished(before=now - STUCK_AFTER)
    for reference, status in found:
        TASK_OF[status].enqueue(reference)
    return f"{counted(len(found), 'upload')} taken up again"


def measure(now: datetime) -> str:
    """Look into the lake: files also come by the command line."""
    for schema in sources():
        tasks.measure.enqueue(schema.name)
    return f"{counted(len(sources()), 'source')} to measure"


def make_blank_workbooks(now: datetime) -> str:
    """Make the workbooks that are not there yet."""
    missing = [each.name for each in sources() if not folders.blank_workbook(each.name).is_file()]
    for name in missing:
        tasks.make_blank_workbook.enqueue(name)
    return f"{counted(len(missing), 'workbook')} to make"


def chase(now: datetime) -> str:
    """Ask for files that are due or late."""
    today = timezone.localdate(now)
    late = expected.chase_all(Workspace.objects.all(), today=today, at=now)
    return f"{counted(late, 'late file')}"


def leave_behind(now: datetime) -> str:
    """Abandon uploads that nobody went on with for 30 days."""
    found = queries.left_behind(before=now - LEFT_AFTER)
    for upload in found:
        uploads.abandon(upload=upload, actor=HEADWATER, at=now)
    return f"{counted(len(found), 'upload')} abandoned"


SCHEDULES = (
    Schedule("take up stuck uploads", timedelta(minutes=5), resume),
    Schedule("measure supplies", timedelta(hours=6), measure),
    Schedule("make blank workbooks", timedelta(hours=6), make_blank_workbooks),
    Schedule("chase expected files", timedelta(hours=12), chase),
    Schedule("abandon old uploads", timedelta(days=1), leave_behind),
)
