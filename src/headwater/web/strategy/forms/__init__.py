"""What people are asked about the joint plan."""
