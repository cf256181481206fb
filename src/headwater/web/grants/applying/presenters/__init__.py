"""Words and tables of applications."""
