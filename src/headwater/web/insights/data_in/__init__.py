"""Files from partners: uploaded, matched, checked, confirmed, received, undone."""
