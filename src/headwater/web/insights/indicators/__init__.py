"""One number over places and time, and one place over numbers."""
