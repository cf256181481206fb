"""Who may open the routes of `money`."""

from headwater.web.accounts.access import Fresh, Row
from headwater.web.accounts.roles import APPROVERS, LEADS
from headwater.web.grants.money.rules.permissions import KEEPERS, READERS

DECIDERS = LEADS | APPROVERS
"""Whoever asked may take their own back; approvers refuse."""

ROWS: tuple[Row, ...] = (
    Row("money:funds", READERS),
    Row("money:pots_csv", READERS),
    Row("money:ledger_csv", READERS),
    Row("money:from_crime", READERS),
    Row("money:fund_new", KEEPERS, act=KEEPERS),
    Row("money:fund", READERS),
    Row("money:fund_edit", KEEPERS, act=KEEPERS),
    Row("money:fund_pot", KEEPERS, act=KEEPERS),
    Row("money:pot", READERS),
    Row("money:pot_edit", KEEPERS, act=KEEPERS),
    Row("money:pot_movements", READERS),
    Row("money:pot_ledger", READERS),
    Row("money:pot_receive", KEEPERS, act=KEEPERS),
    Row("money:pot_spend", KEEPERS, act=KEEPERS),
    Row("money:pot_move", KEEPERS, act=KEEPERS),
    Row("money:pot_plan", READERS),
    Row("money:pot_quarters", KEEPERS, act=KEEPERS),
    Row("money:pot_forecast", KEEPERS, act=KEEPERS),
    Row("money:pot_explain", KEEPERS, act=KEEPERS),
    Row("money:pot_close", KEEPERS, act=KEEPERS, fresh=Fresh.TO_ACT),
    Row("money:movement", READERS),
    Row("money:movement_reverse", KEEPERS, act=KEEPERS, fresh=Fresh.TO_ACT),
    Row("money:virements", READERS),
    Row("money:virement", READERS),
    Row("money:virement_approve", APPROVERS, act=APPROVERS, fresh=Fresh.TO_ACT),
    Row("money:virement_refuse", DECIDERS, act=DECIDERS),
    Row("money:payments", READERS),
    Row("money:payments_csv", READERS),
    Row("money:payment", READERS),
    Row("money:payment_edit", KEEPERS, act=KEEPERS),
    Row("money:payment_supplier", KEEPERS, act=KEEPERS, fresh=Fresh.TO_ACT),
    Row("money:payment_ask", KEEPERS, act=KEEPERS),
    Row("money:payment_approve", APPROVERS, act=APPROVERS, fresh=Fresh.TO_ACT),
    Row("money:payment_back", DECIDERS, act=DECIDERS),
    Row("money:runs", READERS),
    Row("money:run_new", KEEPERS, act=KEEPERS, fresh=Fresh.TO_ACT),
    Row("money:run", READERS),
    Row("money:run_progress", READERS),
    Row("money:statements", READERS, act=KEEPERS),
    Row("money:statement", READERS),
    Row("money:line_explain", KEEPERS, act=KEEPERS),
    # Whoever has this file can have money paid.
    Row("money:run_file", KEEPERS, fresh=Fresh.ALWAYS),
)
