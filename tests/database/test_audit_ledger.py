"""The ledger: what is done is recorded, in one line, or not done."""

from datetime import UTC, datetime
from enum import StrEnum

import pytest

from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import NothingRecordedError, audited, record
from headwater.web.audit.models import Entry
from headwater.web.partners.models import Workspace

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


class Happened(StrEnum):
    RENAMED = "workspace_renamed"


@audited
def rename(*, workspace: Workspace, name: str, tells: bool) -> None:
    workspace.name = name
    workspace.save(update_fields=["name"])
    if tells:
        actor = actor_of(build_member(Role.LEAD))
        record(Happened.RENAMED, about=workspace.slug, kind="workspace", by=actor, at=AT)


def test_a_change_that_records_nothing_does_not_happen() -> None:
    workspace = build_workspace()
    with pytest.raises(NothingRecordedError):
        rename(workspace=workspace, name="Elsewhere", tells=False)
    workspace.refresh_from_db()
    assert workspace.name == "Loamshire"


def test_each_entry_holds_the_fingerprint_of_the_one_before() -> None:
    workspace = build_workspace()
    rename(workspace=workspace, name="One", tells=True)
    rename(workspace=workspace, name="Two", tells=True)
    first, second = Entry.objects.all()
    assert (first.number, second.number) == (1, 2)
    assert second.previous == first.fingerprint
