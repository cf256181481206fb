"""Pages of boards, meetings and minutes."""
