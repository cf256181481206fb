"""Boards and meetings: who sits, who came, what was decided, and the minutes."""
