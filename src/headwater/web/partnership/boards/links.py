"""Where boards and meetings are for those signed in."""

from django.urls import reverse

from headwater.web.partnership.boards.models import Board, Decision, Meeting

LONGEST_TITLE = 200
"""Of what stands on a worklist."""


def board_address(board: Board, name: str = "board") -> str:
    """A page of a board, as `board_address(board, "board_edit")`; its own by no name."""
    return reverse(f"boards:{name}", args=[board.workspace.slug, board.reference])


def meeting_address(meeting: Meeting, name: str = "meeting") -> str:
    """A page of a meeting, as `meeting_address(meeting, "agenda")`; its own by no name."""
    return reverse(f"boards:{name}", args=[meeting.board.workspace.slug, meeting.reference])


def decision_address(decision: Decision) -> str:
    """The page of a decision."""
    return reverse("boards:decision", args=[decision.board.workspace.slug, decision.reference])
