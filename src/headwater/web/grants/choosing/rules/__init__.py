"""What choosing goes by, in plain Python."""
