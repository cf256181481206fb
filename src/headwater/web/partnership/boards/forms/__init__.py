"""What people are asked about boards and meetings."""
