"""What may be done with a file, when files are expected, and how good one is: plain Python."""
