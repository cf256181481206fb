"""What may be published and how it reads, in plain Python."""
