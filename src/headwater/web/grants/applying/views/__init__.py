"""Pages for those who apply, and for staff who take what came late."""
