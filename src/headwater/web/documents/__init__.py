"""Files people hand in: checked, scanned, kept, and served only to those who may have them."""
