"""Addresses of `sharing`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.sharing.views import agreements, datasets, dpias, home, onboarding, shares

app_name = "sharing"
HERE = "work/<slug:workspace>/sharing/"
AGREEMENT = f"{HERE}agreements/<slug:reference>/"
DPIA = f"{HERE}assessments/<slug:reference>/"
DATASET = f"{HERE}datasets/<slug:reference>/"
ONBOARDING = f"{HERE}onboarding/<slug:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, home.register, name="register"),
    path(f"{HERE}agreements/", agreements.agreements, name="agreements"),
    path(f"{HERE}agreements.csv", agreements.agreements_csv, name="agreements_csv"),
    path(f"{HERE}agreements/new/", agreements.new, name="agreement_new"),
    path(AGREEMENT, agreements.agreement, name="agreement"),
    path(f"{AGREEMENT}edit/", agreements.edit, name="agreement_edit"),
    path(f"{AGREEMENT}move/", agreements.move, name="agreement_move"),
    path(f"{AGREEMENT}end/", agreements.end, name="agreement_end"),
    path(f"{AGREEMENT}sign/<slug:organisation>/", agreements.sign, name="agreement_sign"),
    path(f"{AGREEMENT}review/", agreements.review, name="agreement_review"),
    path(f"{HERE}assessments/", dpias.dpias, name="dpias"),
    path(f"{HERE}assessments.csv", dpias.dpias_csv, name="dpias_csv"),
    path(f"{HERE}assessments/new/", dpias.new, name="dpia_new"),
    path(DPIA, dpias.dpia, name="dpia"),
    path(f"{DPIA}edit/", dpias.edit, name="dpia_edit"),
    path(f"{DPIA}propose/", dpias.propose, name="dpia_propose"),
    path(f"{DPIA}approve/", dpias.approve, name="dpia_approve"),
    path(f"{DPIA}review/", dpias.review, name="dpia_review"),
    path(f"{HERE}datasets/", datasets.datasets, name="datasets"),
    path(f"{HERE}datasets.csv", datasets.datasets_csv, name="datasets_csv"),
    path(f"{HERE}datasets/new/", datasets.new, name="dataset_new"),
    path(DATASET, datasets.dataset, name="dataset"),
    path(f"{DATASET}edit/", datasets.edit, name="dataset_edit"),
    path(f"{DATASET}ask/", onboarding.start, name="onboarding_start"),
    path(f"{HERE}shares/", shares.shares, name="shares"),
    path(f"{HERE}shares.csv", shares.shares_csv, name="shares_csv"),
    path(f"{HERE}shares/check/", shares.new, name="share_new"),
    path(f"{HERE}shares/<slug:reference>/", shares.share, name="share"),
    path(f"{HERE}shares/<slug:reference>/start/", shares.start, name="share_start"),
    path(f"{HERE}shares/<slug:reference>/end/", shares.end, name="share_end"),
    path(f"{HERE}refusals/", shares.refusals, name="refusals"),
    path(f"{HERE}refusals.csv", shares.refusals_csv, name="refusals_csv"),
    path(f"{HERE}refusals/<slug:reference>/", shares.refusal, name="refusal"),
    path(f"{HERE}onboarding/", onboarding.board, name="onboardings"),
    path(f"{HERE}onboarding.csv", onboarding.onboardings_csv, name="onboardings_csv"),
    path(ONBOARDING, onboarding.onboarding, name="onboarding"),
    path(f"{ONBOARDING}move/", onboarding.move, name="onboarding_move"),
]
