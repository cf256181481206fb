"""What help there is, and where it is missing."""
