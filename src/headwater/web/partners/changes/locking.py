"""One change of people at a time in each workspace, so that rules about the last one hold."""

from headwater.web.partners.models import Workspace


def hold(workspace_id: int) -> Workspace:
    """The workspace, held until the change is committed."""
    return Workspace.objects.select_for_update().get(pk=workspace_id)
