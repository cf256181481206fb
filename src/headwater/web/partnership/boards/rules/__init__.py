"""What holds for boards and their meetings, in plain Python."""
