"""headwater: from partners' files to a strategic needs assessment that anyone can check."""

from importlib.metadata import version

__version__ = version("headwater")
