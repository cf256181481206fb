"""What people see of the Duty, each what is theirs to see."""
