"""Rounds of a fund: what is asked, of whom, and how it is judged."""
