"""How the web floor is put together: environment, settings, addresses, the permission matrix."""
