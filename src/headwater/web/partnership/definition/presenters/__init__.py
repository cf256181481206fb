"""The definition in words, tables and papers."""
