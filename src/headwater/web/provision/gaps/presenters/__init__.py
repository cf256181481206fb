"""Gaps in words and tables."""
