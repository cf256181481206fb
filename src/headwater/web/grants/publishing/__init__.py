"""What is said in public of grants, in words and in files."""
