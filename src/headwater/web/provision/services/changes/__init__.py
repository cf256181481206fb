"""What people do to the directory of services."""
