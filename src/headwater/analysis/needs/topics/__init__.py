"""What is measured, one supplied subject per module: raw counts that still need release."""
