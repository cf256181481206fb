"""Grants for the public in words and tables."""
