"""headwater: from partners' files to a strategic needs assessment that anyone can check."""


def __getattr__(name: str) -> str:
    """The version, looked up when asked for: reading it takes a third of the start-up time."""
    if name == "__version__":
        from importlib.metadata import version

        return version("headwater")
    raise AttributeError(name)
