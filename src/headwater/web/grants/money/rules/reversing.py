"""Which movements are put right by a movement the other way."""

REVERSIBLE = frozenset({"receipt", "virement", "spending"})
"""Everything else has a way of its own: budgets and awards are changed, payments returned."""
