"""Addresses of `money`."""

from django.urls import URLPattern, path

from headwater.web.grants.money.views import (
    funds,
    payments,
    plans,
    pots,
    runs,
    statements,
    virements,
)

app_name = "money"
HERE = "work/<slug:workspace>/money/"
FUND = f"{HERE}funds/<slug:reference>/"
POT = f"{HERE}pots/<slug:reference>/"
MOVEMENT = f"{HERE}movements/<slug:reference>/"
VIREMENT = f"{HERE}virements/<slug:reference>/"
PAYMENT = f"{HERE}payments/<slug:reference>/"
RUN = f"{HERE}runs/<slug:reference>/"
STATEMENT = f"{HERE}bank/<slug:reference>/"

urlpatterns: list[URLPattern] = [
    path(HERE, funds.funds, name="funds"),
    path(f"{HERE}pots.csv", funds.pots_csv, name="pots_csv"),
    path(f"{HERE}ledger.csv", funds.ledger_csv, name="ledger_csv"),
    path(f"{HERE}from-crime/", funds.from_crime, name="from_crime"),
    path(f"{HERE}funds/new/", funds.new_fund, name="fund_new"),
    path(FUND, funds.fund, name="fund"),
    path(f"{FUND}edit/", funds.edit_fund, name="fund_edit"),
    path(f"{FUND}pots/new/", funds.new_pot, name="fund_pot"),
    path(POT, pots.pot, name="pot"),
    path(f"{POT}edit/", pots.edit, name="pot_edit"),
    path(f"{POT}movements/", pots.pot_movements, name="pot_movements"),
    path(f"{POT}ledger.csv", pots.pot_ledger, name="pot_ledger"),
    path(f"{POT}receive/", pots.receive, name="pot_receive"),
    path(f"{POT}spend/", pots.spend, name="pot_spend"),
    path(f"{POT}move/", virements.new, name="pot_move"),
    path(f"{POT}plan/", plans.plan, name="pot_plan"),
    path(f"{POT}plan/quarters/", plans.edit_plan, name="pot_quarters"),
    path(f"{POT}plan/forecast/", plans.foresee, name="pot_forecast"),
    path(f"{POT}plan/<slug:month>/why/", plans.explain, name="pot_explain"),
    path(f"{POT}close/", plans.close_year, name="pot_close"),
    path(MOVEMENT, pots.movement, name="movement"),
    path(f"{MOVEMENT}reverse/", pots.reverse, name="movement_reverse"),
    path(f"{HERE}virements/", virements.virements, name="virements"),
    path(VIREMENT, virements.virement, name="virement"),
    path(f"{VIREMENT}approve/", virements.approve, name="virement_approve"),
    path(f"{VIREMENT}refuse/", virements.refuse, name="virement_refuse"),
    path(f"{HERE}payments/", payments.payments, name="payments"),
    path(f"{HERE}payments.csv", payments.payments_csv, name="payments_csv"),
    path(PAYMENT, payments.payment, name="payment"),
    path(f"{PAYMENT}edit/", payments.change, name="payment_edit"),
    path(f"{PAYMENT}supplier/", payments.supplier, name="payment_supplier"),
    path(f"{PAYMENT}ask/", payments.ask, name="payment_ask"),
    path(f"{PAYMENT}approve/", payments.approve, name="payment_approve"),
    path(f"{PAYMENT}back/<slug:step>/", payments.send_back, name="payment_back"),
    path(f"{HERE}runs/", runs.runs, name="runs"),
    path(f"{HERE}runs/new/", runs.new, name="run_new"),
    path(RUN, runs.run, name="run"),
    path(f"{RUN}progress/", runs.progress, name="run_progress"),
    path(f"{RUN}bank.csv", runs.bank_file, name="run_file"),
    path(f"{HERE}bank/", statements.statements, name="statements"),
    path(STATEMENT, statements.statement, name="statement"),
    path(f"{STATEMENT}lines/<int:number>/", statements.explain, name="line_explain"),
]
