"""Pages of those who deliver and of those who give the money."""
