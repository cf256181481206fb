"""Assessments as rows: chapters, tables, charts and findings that pages read."""
