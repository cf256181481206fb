"""Writing what delivering keeps."""
