"""Pages of what is said in public of grants."""
