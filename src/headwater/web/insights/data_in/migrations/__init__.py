"""How the tables of `data_in` came to be."""
