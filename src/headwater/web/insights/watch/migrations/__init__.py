"""The tables of `watch`, step by step."""
