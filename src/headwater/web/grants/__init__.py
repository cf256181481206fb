"""Money for prevention: from gap to outcome."""
