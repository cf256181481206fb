"""Pages of data in."""
