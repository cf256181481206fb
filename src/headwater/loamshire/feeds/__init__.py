"""One module for each supplier's feed, in that supplier's own format."""
