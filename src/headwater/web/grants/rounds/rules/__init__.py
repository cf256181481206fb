"""Rules of rounds: plain Python, no rows."""
