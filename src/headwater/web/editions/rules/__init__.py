"""How assessments move and who moves them, in plain Python."""
