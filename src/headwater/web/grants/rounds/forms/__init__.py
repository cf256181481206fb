"""What staff are asked about a round, and a round's own questions as a form."""
