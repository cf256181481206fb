"""What pages of rounds show."""
