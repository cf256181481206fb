"""What both sides of a grant are asked."""
