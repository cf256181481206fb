"""What is answered, shown, asked and raised about the Duty."""
