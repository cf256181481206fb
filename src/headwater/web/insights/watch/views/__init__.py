"""The pages of early warning."""
