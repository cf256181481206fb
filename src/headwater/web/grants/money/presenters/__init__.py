"""Words and tables of pages about money."""
