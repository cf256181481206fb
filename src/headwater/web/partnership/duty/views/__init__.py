"""Pages of the Duty."""
