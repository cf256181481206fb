"""Loamshire, the county that does not exist: suppliers' files with planted truths, from a seed."""

from headwater.loamshire.county import PERIOD, SEED, CountySummary, write_county
from headwater.loamshire.writing import FileWritten

__all__ = ["PERIOD", "SEED", "CountySummary", "FileWritten", "write_county"]
