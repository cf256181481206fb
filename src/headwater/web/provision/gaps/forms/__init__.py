"""What people answer about gaps."""
