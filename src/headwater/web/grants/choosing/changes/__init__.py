"""What choosing writes."""
