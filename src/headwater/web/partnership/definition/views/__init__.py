"""Pages of the definition."""
