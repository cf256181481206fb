"""Questions of the registers of sharing."""
