"""Grants in words and tables."""
