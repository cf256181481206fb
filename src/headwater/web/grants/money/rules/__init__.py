"""What is allowed with money: plain Python."""
