"""Funds, pots, the ledger of every pound, payments and plans as rows."""

from headwater.web.grants.money.models.funds import (
    CostKind,
    Fund,
    Pot,
    Source,
    fund_reference,
    pot_reference,
)
from headwater.web.grants.money.models.ledger import (
    Account,
    AccountKind,
    Entry,
    Movement,
    MovementKind,
    movement_reference,
)
from headwater.web.grants.money.models.moving import (
    Receipt,
    Virement,
    VirementState,
    receipt_reference,
    virement_reference,
)
from headwater.web.grants.money.models.payments import (
    Commitment,
    Payee,
    Payment,
    PaymentRun,
    payment_reference,
    run_reference,
)
from headwater.web.grants.money.models.plans import Forecast, QuarterBudget, Variance
from headwater.web.grants.money.models.statements import (
    Outcome,
    Statement,
    StatementLine,
    statement_reference,
)

__all__ = [
    "Account",
    "AccountKind",
    "Commitment",
    "CostKind",
    "Entry",
    "Forecast",
    "Fund",
    "Movement",
    "MovementKind",
    "Outcome",
    "Payee",
    "Payment",
    "PaymentRun",
    "Pot",
    "QuarterBudget",
    "Receipt",
    "Source",
    "Statement",
    "StatementLine",
    "Variance",
    "Virement",
    "VirementState",
    "fund_reference",
    "movement_reference",
    "payment_reference",
    "pot_reference",
    "receipt_reference",
    "run_reference",
    "statement_reference",
    "virement_reference",
]
