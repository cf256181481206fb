"""How the tables of `algorithms` came to be."""
