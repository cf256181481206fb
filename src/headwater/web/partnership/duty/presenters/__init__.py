"""The Duty in words, tables and papers."""
