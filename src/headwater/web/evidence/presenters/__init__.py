"""Evidence in words and tables."""
