"""Reading the registers of sharing."""
