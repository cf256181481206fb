"""What people are asked about the Duty."""
