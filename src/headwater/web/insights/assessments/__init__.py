"""Needs assessments: started, watched, read, discussed, edited, compared, locked."""
