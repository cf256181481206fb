"""Reading the directory of services."""
