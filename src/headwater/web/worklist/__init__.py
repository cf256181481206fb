"""What waits for whom, by due date, and calendars of it."""
