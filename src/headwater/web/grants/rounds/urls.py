"""Addresses of `rounds`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.grants.rounds.views import describing, parts, public, publishing, rounds

app_name = "rounds"
HERE = "work/<slug:workspace>/rounds/"
ROUND = f"{HERE}<slug:reference>/"
PART = f"{ROUND}parts/<slug:part>/"
FUNDS = "funds/"
PUBLIC = f"{FUNDS}<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, rounds.rounds, name="rounds"),
    path(f"{HERE}rounds.csv", rounds.rounds_csv, name="rounds_csv"),
    path(f"{HERE}new/", rounds.new, name="new"),
    path(ROUND, rounds.round_page, name="round"),
    path(f"{ROUND}about/", describing.about, name="about"),
    path(f"{ROUND}terms/", describing.terms, name="terms"),
    path(f"{ROUND}dates/", describing.dates, name="dates"),
    path(f"{ROUND}eligibility/", parts.eligibility, name="eligibility"),
    path(f"{ROUND}eligibility/new/", parts.rule_new, name="rule_new"),
    path(f"{ROUND}questions/", parts.questions, name="questions"),
    path(f"{ROUND}questions/sections/new/", parts.section_new, name="section_new"),
    path(f"{ROUND}questions/new/", parts.question_new, name="question_new"),
    path(f"{ROUND}questions/library/", parts.library, name="library"),
    path(f"{ROUND}criteria/", parts.criteria, name="criteria"),
    path(f"{ROUND}criteria/new/", parts.criterion_new, name="criterion_new"),
    path(f"{ROUND}criteria/threshold/", describing.threshold, name="threshold"),
    path(f"{ROUND}documents/", parts.documents, name="documents"),
    path(f"{PART}edit/", parts.part_edit, name="part_edit"),
    path(f"{PART}move/", parts.part_move, name="part_move"),
    path(f"{PART}remove/", parts.part_remove, name="part_remove"),
    path(f"{PART}put-back/", parts.part_back, name="part_back"),
    path(f"{ROUND}preview/", publishing.preview, name="preview"),
    path(f"{ROUND}paper.<slug:kind>", publishing.paper, name="paper"),
    path(f"{ROUND}put-forward/", publishing.put, name="put"),
    path(f"{ROUND}take-back/", publishing.take_back, name="take_back"),
    path(f"{ROUND}publish/", publishing.publish, name="publish"),
    path(f"{ROUND}extend/", publishing.extend, name="extend"),
    path(f"{ROUND}withdraw/", publishing.withdraw, name="withdraw"),
    path(FUNDS, public.rounds, name="open"),
    path(f"{FUNDS}rounds.csv", public.rounds_csv, name="open_csv"),
    path(PUBLIC, public.round_page, name="public"),
    path(f"{PUBLIC}questions.<slug:kind>", public.paper, name="public_paper"),
    path(f"{PUBLIC}dates.ics", public.calendar, name="public_calendar"),
    path(f"{PUBLIC}documents/<slug:reference>/", public.document, name="public_document"),
]
