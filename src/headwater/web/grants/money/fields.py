"""Money in rows: whole pence in the database, pounds as `Decimal` everywhere else."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from headwater.core.money import from_pence, in_pence

if TYPE_CHECKING:
    Whole = models.Field[Decimal | int, Decimal]
else:
    Whole = models.BigIntegerField


class PoundsField(Whole):
    """An amount to the penny. Kept as whole pence, so that sums are exact on every database.

    SQLite keeps decimals as floating-point numbers, and a ledger of those drifts.
    """

    def from_db_value(self, value: Any, *_: object) -> Decimal | None:
        """Pounds of what the database holds; sums come as numbers of its own kind."""
        return None if value is None else from_pence(int(value))

    def to_python(self, value: Any) -> Any:
        """Pounds as they are; nothing else is an amount."""
        return value if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> Any:
        """Pence for the database."""
        if value is None or not isinstance(value, Decimal | int):
            return value
        return in_pence(value)
