"""What the policy of early warning says, in plain Python."""
