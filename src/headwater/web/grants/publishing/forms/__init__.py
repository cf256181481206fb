"""What somebody is asked."""
