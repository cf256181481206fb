"""The open API: everything released, and nothing else, for machines to read."""
