"""Choosing in the worker: the only place of grants that starts pipelines and analysis."""
