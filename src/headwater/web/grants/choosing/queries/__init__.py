"""What choosing reads."""
