"""The web floor: sign in, work together, publish. Nothing outside this room knows Django."""
