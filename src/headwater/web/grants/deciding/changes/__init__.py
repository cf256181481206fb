"""Changes of deciding. Rooms above move and vary awards with `move_award` and `change_award`."""

from headwater.web.grants.deciding.changes.awards import change_award, move_award

__all__ = ["change_award", "move_award"]
