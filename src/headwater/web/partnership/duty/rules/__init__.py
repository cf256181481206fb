"""Rules of the Duty as plain Python: who owes what, what shows it, and what may follow."""
