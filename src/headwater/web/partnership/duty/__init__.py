"""The Duty as tasks: who owes what, what shows that it is done, and what is asked and returned."""
