"""What the public reads: released numbers, editions, updates, and the open API."""
