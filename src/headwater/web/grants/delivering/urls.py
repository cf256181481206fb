"""Addresses of `delivering`: of those who deliver, and of the partnership."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.grants.delivering.views import (
    agreements,
    deciding,
    grants,
    mine,
    my_returns,
    people,
    register,
    returns,
    running,
)

app_name = "delivering"
MINE = "deliver/<slug:reference>/"
REGISTER = f"{MINE}register/"
PERSON = f"{MINE}people/<uuid:person>/"
HERE = "work/<slug:workspace>/grants/"
RETURN = f"{HERE}returns/<slug:reference>/"
GRANT = f"{HERE}<slug:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("deliver/", mine.mine, name="mine"),
    path("deliver/worker.js", register.worker, name="worker"),
    path(MINE, mine.my_grant, name="my_grant"),
    path(f"{MINE}agreement/", agreements.agreement, name="agreement"),
    path(f"{MINE}agreement/turn-down/", agreements.turn_down, name="turn_down"),
    path(f"{MINE}change/", agreements.variation_ask, name="variation_ask"),
    path(REGISTER, register.register, name="register"),
    path(f"{REGISTER}sync/", register.sync, name="sync"),
    path(f"{REGISTER}<uuid:session>/", register.session, name="session"),
    path(f"{REGISTER}<uuid:session>/cancel/", register.session_cancel, name="session_cancel"),
    path(f"{MINE}people/", people.people, name="people"),
    path(f"{MINE}people/new/", people.person_new, name="person_new"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}leave/", people.person_leave, name="person_leave"),
    path(f"{PERSON}back/", people.person_back, name="person_back"),
    path(f"{PERSON}score/", people.person_score, name="person_score"),
    path(f"{PERSON}goal/", people.person_goal, name="person_goal"),
    path(f"{PERSON}goals/<int:goal>/", people.goal, name="goal"),
    path(f"{MINE}concern/", mine.concerns, name="concerns"),
    path(f"{MINE}concern/<slug:concern>/", mine.concern_had, name="concern_had"),
    path(f"{MINE}returns/<slug:of>/", my_returns.my_return, name="my_return"),
    path(
        f"{MINE}returns/<slug:of>/receipts/<slug:document>/",
        my_returns.my_receipt,
        name="my_receipt",
    ),
    path(HERE, grants.grants, name="grants"),
    path(f"{HERE}grants.csv", grants.grants_csv, name="grants_csv"),
    path(RETURN, returns.return_, name="return"),
    path(f"{RETURN}accept/", returns.accept, name="return_accept"),
    path(f"{RETURN}changes/", returns.changes_wanted, name="return_changes"),
    path(f"{RETURN}receipts/<slug:document>/", returns.receipt, name="receipt"),
    path(f"{HERE}variations/<slug:reference>/", deciding.variation, name="variation"),
    path(f"{HERE}clawbacks/<slug:reference>/", deciding.clawback, name="clawback"),
    path(GRANT, grants.grant, name="grant"),
    path(f"{GRANT}agreement/", running.agreement_send, name="agreement_send"),
    path(f"{GRANT}conditions/<int:number>/", running.condition, name="condition"),
    path(f"{GRANT}rate/", running.rate, name="rate"),
    path(f"{GRANT}suspend/", running.suspend, name="suspend"),
    path(f"{GRANT}resume/", running.resume, name="resume"),
    path(f"{GRANT}close/", running.close, name="close"),
    path(f"{GRANT}recover/", running.recover, name="recover"),
]
