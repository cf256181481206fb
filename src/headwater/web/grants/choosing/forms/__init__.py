"""What people answer when they choose."""
