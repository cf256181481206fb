"""Changes to rounds."""
