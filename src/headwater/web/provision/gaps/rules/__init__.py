"""What a gap is called, who answers one, and how an intention moves, in plain Python."""
