"""The tables of `strategy`, step by step."""
