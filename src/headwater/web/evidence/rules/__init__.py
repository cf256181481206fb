"""What may be said of evidence and of its use: plain rules without rows."""
