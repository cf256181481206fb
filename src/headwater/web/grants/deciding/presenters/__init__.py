"""Deciding in words and tables."""
