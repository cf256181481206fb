"""Pages about choosing."""
