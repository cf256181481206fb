"""Reading boards, their meetings and their minutes."""
