"""Reading gap maps and what is to be commissioned."""
