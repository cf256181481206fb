"""Writing uploads, expected files and supplies."""
