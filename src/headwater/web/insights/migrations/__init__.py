"""How the tables of `insights` came to be."""
