"""Addresses of `duty`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.partnership.duty.views import (
    concerns,
    evidence,
    pack,
    readiness,
    requests,
    returns,
    tasks,
)

app_name = "duty"
HERE = "work/<slug:workspace>/duty/"
TASK = f"{HERE}tasks/<slug:obligation>/<str:organisation>/"
READINESS = f"{HERE}readiness/"
RETURN = f"{HERE}returns/<str:reference>/"
REPLY = f"{HERE}replies/<str:reference>/"
REQUEST = f"{HERE}requests/<str:reference>/"
CONCERN = f"{HERE}concerns/<str:reference>/"
DOMAIN = f"{READINESS}<int:year>/<slug:domain>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, tasks.home, name="home"),
    path(f"{HERE}duty.csv", tasks.home_csv, name="home_csv"),
    path(f"{HERE}pack/", pack.pack, name="pack"),
    path(f"{HERE}pack/<slug:kind>/", pack.pack_file, name="pack_file"),
    path(TASK, tasks.task, name="task"),
    path(f"{TASK}answer/", tasks.answer, name="task_answer"),
    path(f"{TASK}evidence/", evidence.task_evidence, name="task_evidence"),
    path(f"{TASK}evidence/<str:tie>/take-away/", evidence.task_untie, name="task_untie"),
    path(READINESS, readiness.readiness, name="readiness"),
    path(f"{HERE}readiness.csv", readiness.readiness_csv, name="readiness_csv"),
    path(DOMAIN, readiness.domain, name="domain"),
    path(f"{DOMAIN}assess/", readiness.assess, name="domain_assess"),
    path(f"{DOMAIN}evidence/", evidence.domain_evidence, name="domain_evidence"),
    path(f"{DOMAIN}evidence/<str:tie>/take-away/", evidence.domain_untie, name="domain_untie"),
    path(f"{TASK}concern/", concerns.raise_one, name="concern_new"),
    path(f"{HERE}returns/", returns.returns, name="returns"),
    path(f"{HERE}returns.csv", returns.returns_csv, name="returns_csv"),
    path(f"{HERE}returns/ask/", returns.ask, name="return_new"),
    path(RETURN, returns.one, name="return"),
    path(f"{RETURN}report/<slug:kind>/", returns.report, name="return_report"),
    path(f"{RETURN}close/", returns.close, name="return_close"),
    path(REPLY, returns.reply, name="reply"),
    path(f"{REPLY}answer/", returns.answer, name="reply_edit"),
    path(f"{REPLY}finding/", returns.finding, name="reply_finding"),
    path(f"{HERE}requests/", requests.requests, name="requests"),
    path(f"{HERE}requests.csv", requests.requests_csv, name="requests_csv"),
    path(f"{HERE}requests/ask/", requests.ask, name="request_new"),
    path(REQUEST, requests.one, name="request"),
    path(f"{REQUEST}give/", requests.give, name="request_give"),
    path(f"{REQUEST}refuse/", requests.refuse, name="request_refuse"),
    path(f"{REQUEST}withdraw/", requests.withdraw, name="request_withdraw"),
    path(f"{HERE}concerns/", concerns.concerns, name="concerns"),
    path(f"{HERE}concerns.csv", concerns.concerns_csv, name="concerns_csv"),
    path(CONCERN, concerns.one, name="concern"),
    path(f"{CONCERN}further/", concerns.further, name="concern_further"),
    path(f"{CONCERN}end/", concerns.end, name="concern_end"),
]
