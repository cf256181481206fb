"""Who convenes, who takes part, and who sits for whom."""
