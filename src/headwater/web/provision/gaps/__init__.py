"""Where need is not met: the gap map, opened to its working, and turned into action."""
