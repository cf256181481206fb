"""Applications as those who apply write them."""
