"""Work on notices that a worker does."""

from django.utils import timezone
from django_tasks import task

from headwater.web.notices import outbox


@task()
def send_mail(reference: str) -> bool:
    """Send one mail. Doing it twice sends it once."""
    return outbox.send(reference, now=timezone.now())
