"""Words everyone shares: errors, periods, areas, counts, provenance, money, clock."""
