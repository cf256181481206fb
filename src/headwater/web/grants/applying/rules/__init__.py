"""Rules of applying: plain Python, no rows."""
