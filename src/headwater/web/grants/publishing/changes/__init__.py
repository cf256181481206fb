"""Writing: what is added for publication, files made, files of others taken in."""
