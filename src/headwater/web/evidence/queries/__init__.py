"""Reading the library, what uses it, and what was evaluated here."""
