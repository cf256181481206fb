"""Parquet at rest, an append-only journal of loads, and the one door to the engine."""
