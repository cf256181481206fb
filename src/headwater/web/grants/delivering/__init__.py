"""What awards are spent on: agreements, registers, returns."""
