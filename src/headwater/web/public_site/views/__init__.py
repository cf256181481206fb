"""Pages of the public site, and those on which its posts are written."""
