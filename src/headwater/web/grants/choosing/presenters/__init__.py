"""Choices in words and tables."""
