"""What people answer about the definition."""
