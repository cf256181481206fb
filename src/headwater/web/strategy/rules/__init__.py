"""The policy of the joint plan, in plain Python."""
