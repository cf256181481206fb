"""What counts as serious violence here: candidates, factors, versions a board approved."""
