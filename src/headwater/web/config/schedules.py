"""What the installation itself does by the clock."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from headwater.web.accounts.schedules import Schedule
from headwater.web.config.working import requeue_abandoned


def _requeue(at: datetime) -> str:
    return f"{requeue_abandoned(at=at)} tasks put back"


def _forget_sessions(at: datetime) -> str:
    count, _ = Session.objects.filter(expire_date__lt=at).delete()
    return f"{count} ended sessions forgotten"


SCHEDULES = (
    Schedule("config.requeue_abandoned", timedelta(minutes=1), _requeue),
    Schedule("config.forget_sessions", timedelta(days=1), _forget_sessions),
)
