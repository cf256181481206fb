"""Early warning in words and tables."""
