"""What people answer when they decide."""
