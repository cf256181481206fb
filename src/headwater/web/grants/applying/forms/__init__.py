"""What those who apply are asked."""
