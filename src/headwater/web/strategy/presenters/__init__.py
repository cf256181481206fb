"""The joint plan in words, tables and papers."""
