"""Letters are sent by the worker, so that a page takes the same time whoever asked for one."""

from django_tasks import task

from headwater.web.accounts import letters
from headwater.web.accounts.models import User


@task()
def send_invitation(reference: str) -> None:
    """Send the link by which somebody new sets their password."""
    for user in _active(reference):
        letters.invitation(user).send()


@task()
def send_new_password(reference: str) -> None:
    """Send the link by which somebody sets a new password. Nothing for an unknown reference."""
    for user in _active(reference):
        letters.new_password(user).send()


@task()
def tell_of_change(reference: str, notice: str) -> None:
    """Tell somebody what changed about how they sign in."""
    for user in _active(reference):
        letter = letters.changed(user, notice)
        if letter is not None:
            letter.send()


def _active(reference: str) -> list[User]:
    """The account, if it is open. An account may be closed between asking and sending."""
    return list(User.objects.filter(reference=reference, is_active=True))
