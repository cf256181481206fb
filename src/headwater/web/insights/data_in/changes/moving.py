"""Moving an upload from where it stands, under a lock, by the table of moves."""

from collections.abc import Mapping
from datetime import datetime

from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.insights.data_in.models import Upload
from headwater.web.insights.data_in.rules.workflow import Status, Verb, move_from


def held(upload: Upload, *, version: int | None = None) -> Upload:
    """The upload as it is now, nobody else's until the change is over.

    Raises `ChangedMeanwhileError` where it is not the version that somebody looked at.
    """
    now: Upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if version is not None and now.version != version:
        raise ChangedMeanwhileError(what="upload")
    return now


def move(upload: Upload, verb: Verb, *, at: datetime, **changed: object) -> Upload:
    """Take one step and save what changes with it. Raises `NoSuchMoveError` where there is none."""
    step = move_from(Status(upload.status), verb)
    _save(upload, {**changed, "status": step.end.value, "moved_at": at, "waits": ""})
    return upload


def save(upload: Upload, **changed: object) -> Upload:
    """Save what changes while an upload stays where it is."""
    _save(upload, changed)
    return upload


def _save(upload: Upload, changed: Mapping[str, object]) -> None:
    for name, value in changed.items():
        setattr(upload, name, value)
    upload.version += 1
    upload.save(update_fields=[*changed, "version"])
