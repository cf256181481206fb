"""The registers of sharing in words and tables."""
