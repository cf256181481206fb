"""Changing boards, their meetings and their minutes."""
