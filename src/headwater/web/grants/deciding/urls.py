"""Addresses of `deciding`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.grants.deciding.views import (
    applications,
    asking,
    awards,
    deciding,
    desk,
    keeping,
    moderating,
    running,
)

app_name = "deciding"
HERE = "work/<slug:workspace>/applications/"
DESK = f"{HERE}desk/"
MINE = f"{DESK}<slug:reference>/"
PANEL = f"{HERE}panel/<slug:reference>/"
ONE = f"{HERE}<slug:reference>/"
AWARDS = "work/<slug:workspace>/awards/"
AWARD = f"{AWARDS}<slug:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, applications.listing, name="applications"),
    path(f"{HERE}applications.csv", applications.listing_csv, name="applications_csv"),
    path(DESK, desk.desk, name="desk"),
    path(f"{HERE}my-interests/", desk.my_interests, name="my_interests"),
    path(f"{HERE}my-interests/<slug:reference>/end/", desk.involvement_end, name="involvement_end"),
    path(MINE, desk.assessment, name="assessment"),
    path(f"{MINE}take-back/", desk.take_back, name="take_back"),
    path(f"{HERE}assessors/<slug:reference>/end/", running.take_off, name="take_off"),
    path(f"{HERE}questions/<slug:reference>/end/", running.question_end, name="question_end"),
    path(f"{HERE}questions/<slug:reference>/read/", running.question_read, name="question_read"),
    path(f"{HERE}keeping/", keeping.keeping, name="keeping"),
    path(f"{HERE}keeping/decide/", keeping.decide, name="keeping_decide"),
    path(PANEL, deciding.panel, name="panel"),
    path(f"{PANEL}approve/", deciding.several, name="several"),
    path(f"{PANEL}papers/<slug:kind>/", deciding.pack, name="pack"),
    path(ONE, applications.application, name="application"),
    path(f"{ONE}file/<int:number>/", applications.file, name="file"),
    path(f"{ONE}declare/", desk.declare, name="declare"),
    path(f"{ONE}assessors/", running.assessors, name="assessors"),
    path(f"{ONE}checks/", running.checks, name="checks"),
    path(f"{ONE}checks/<slug:item>/", running.check, name="check"),
    path(f"{ONE}questions/", running.questions_page, name="questions"),
    path(f"{ONE}moderation/", moderating.moderation, name="moderation"),
    path(f"{ONE}moderation/<slug:key>/", moderating.moderate, name="moderate"),
    path(f"{ONE}to-panel/", moderating.to_panel, name="to_panel"),
    path(f"{ONE}from-panel/", moderating.from_panel, name="from_panel"),
    path(f"{ONE}interests/", moderating.interests, name="interests"),
    path(f"{ONE}interests/<slug:person>/<slug:source>/", moderating.interest, name="interest"),
    path(f"{ONE}decide/", deciding.decide, name="decide"),
    path(f"{ONE}letter/<slug:decision>/<slug:kind>/", deciding.letter, name="letter"),
    path(AWARDS, awards.listing, name="awards"),
    path(f"{AWARDS}awards.csv", awards.listing_csv, name="awards_csv"),
    path(AWARD, awards.award, name="award"),
    path(f"{AWARD}withdraw/", awards.withdraw, name="withdraw"),
    path("apply/a/<slug:application>/question/<slug:reference>/", asking.question, name="question"),
    path("apply/a/<slug:application>/decision/", asking.decision, name="decision"),
]
