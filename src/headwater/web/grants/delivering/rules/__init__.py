"""What delivering asks and allows: plain Python."""
