"""Pages of the register, of rounds and of requests to work together."""
