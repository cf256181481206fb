"""Asking for maps, answering gaps, and moving what is to be commissioned."""
