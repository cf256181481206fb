"""Pages of gaps."""
