"""References people quote on the telephone: short, without look-alikes, impossible to count."""

import secrets

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def new_reference(prefix: str) -> str:
    """A fresh reference such as `U-7K3M-9QXB`. 28^8 possible: nobody walks through them."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"
