"""Sets of projects that do most within limits, and what projects gave for their money."""
