"""Numbers for those who work with them: data in, assessments, indicators, areas, algorithms."""
