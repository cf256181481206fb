"""Services in words, tags and tables."""
