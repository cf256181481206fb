"""Every algorithm in use, in a register; what is not in it does not run."""
