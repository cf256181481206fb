"""Where the parts of money are."""

from django.urls import reverse

from headwater.web.grants.money.models import Fund, Payment, PaymentRun, Pot, Statement, Virement


def fund_address(fund: Fund, name: str = "") -> str:
    """A page of a fund, as `fund_address(fund, "edit")`; its first by no name."""
    return _address("fund", name, fund.workspace.slug, fund.reference)


def pot_address(pot: Pot, name: str = "") -> str:
    """A page of a pot; its first by no name."""
    return _address("pot", name, pot.fund.workspace.slug, pot.reference)


def payment_address(payment: Payment, name: str = "") -> str:
    """A page of a payment; its first by no name."""
    slug = payment.commitment.pot.fund.workspace.slug
    return _address("payment", name, slug, payment.reference)


def run_address(run: PaymentRun, name: str = "") -> str:
    """A page of a payment run; its first by no name."""
    return _address("run", name, run.workspace.slug, run.reference)


def virement_address(virement: Virement) -> str:
    """The page of a virement."""
    return _address("virement", "", virement.workspace.slug, virement.reference)


def statement_address(statement: Statement) -> str:
    """The page of a bank statement."""
    return _address("statement", "", statement.workspace.slug, statement.reference)


def movement_address(workspace: str, reference: str, name: str = "") -> str:
    """A page of a movement; its first by no name."""
    return _address("movement", name, workspace, reference)


def _address(what: str, name: str, workspace: str, reference: str) -> str:
    return reverse(f"money:{what}_{name}" if name else f"money:{what}", args=[workspace, reference])
