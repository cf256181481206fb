"""How the tables of `config` came to be."""
