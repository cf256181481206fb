"""What is written about those who apply and their applications."""

from headwater.web.grants.applying.changes.moving import move_application

__all__ = ["move_application"]
