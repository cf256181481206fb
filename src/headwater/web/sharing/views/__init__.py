"""Pages of the registers of sharing."""
