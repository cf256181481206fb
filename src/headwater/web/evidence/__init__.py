"""What works: approaches with their evidence, local evaluations, and areas like ours."""
