"""Letters are sent by the worker, so that a page takes the same time whoever asked for one."""

from django.utils import timezone
from django_tasks import task

from headwater.web.grants.applying import outbox


@task()
def send_letter(reference: str) -> bool:
    """Send one letter. Doing it twice sends it once."""
    return outbox.send(reference, now=timezone.now())
