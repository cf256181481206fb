"""How the tables of `worklist` came to be."""
