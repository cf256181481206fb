"""The arithmetic of counts over time, on arrays alone."""
