"""Keeping the register, asking and chasing, writing down replies, and requests to work together."""
