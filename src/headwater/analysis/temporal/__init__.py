"""What is rising? Counts over time held against what was to be expected of them."""
