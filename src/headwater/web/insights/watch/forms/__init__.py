"""What people answer about early warning."""
