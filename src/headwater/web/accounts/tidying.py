"""What is known of browsers and networks goes as soon as nothing needs it."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session


def forget_failed_tries(at: datetime) -> int:
    """Failed tries that no longer hold anybody up, with the networks they came from, are gone."""
    over = AccessAttempt.objects.filter(attempt_time__lt=at - settings.AXES_COOLOFF_TIME)
    return int(over.delete()[0])


def forget_gone_sessions() -> int:
    """Browsers and networks of sessions that have ended are gone."""
    there = Session.objects.values("session_key")
    return int(UserSession.objects.exclude(session_key__in=there).delete()[0])
