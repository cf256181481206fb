"""Reading what is published, and what is ready to be."""
