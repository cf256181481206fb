"""The policy of release, in plain Python."""
