"""Addresses of `definition`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.partnership.definition.views import candidates, moving, versions

app_name = "definition"
HERE = "work/<slug:workspace>/definition/"
ONE = f"{HERE}<str:reference>/"
KIND = f"{ONE}kinds/<slug:key>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, versions.workbench, name="workbench"),
    path(f"{HERE}begin/", moving.begin, name="begin"),
    path(f"{HERE}compare/", versions.compare, name="compare"),
    path(ONE, versions.version, name="version"),
    path(f"{ONE}definition.csv", versions.version_csv, name="version_csv"),
    path(f"{ONE}paper/<slug:kind>/", versions.paper, name="paper"),
    path(f"{ONE}describe/", versions.describe, name="describe"),
    path(f"{ONE}add/", candidates.add, name="add"),
    path(f"{ONE}propose/", moving.propose, name="propose"),
    path(f"{ONE}send-back/", moving.send_back, name="send_back"),
    path(f"{ONE}approve/", moving.approve, name="approve"),
    path(f"{ONE}put-away/", moving.discard, name="discard"),
    path(f"{ONE}assess/", moving.assess, name="assess"),
    path(KIND, candidates.candidate, name="candidate"),
    path(f"{KIND}weigh/", candidates.weigh, name="weigh"),
    path(f"{KIND}take-off/", candidates.remove, name="remove"),
    path(f"{KIND}evidence/<slug:factor>/", candidates.evidence, name="evidence"),
]
