"""What people are asked about evidence."""
