"""How the tables of `public_site` came to be."""
