"""The arithmetic of places, on arrays alone."""
