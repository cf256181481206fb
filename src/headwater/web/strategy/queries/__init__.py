"""Reading the joint plan."""
