"""The chapters of a needs assessment, in the order of DOMAIN 2.1, one question per module."""
