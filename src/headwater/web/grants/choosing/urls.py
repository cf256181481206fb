"""Addresses of `choosing`."""

from django.urls import URLPattern, path

from headwater.web.grants.choosing.views import choices, values

app_name = "choosing"

HERE = "work/<slug:workspace>/choosing/"
CHOICE = f"{HERE}<slug:reference>/"
VALUES = "work/<slug:workspace>/value-for-money/"
VALUE = f"{VALUES}<slug:reference>/"

urlpatterns: list[URLPattern] = [
    path(HERE, choices.listing, name="choices"),
    path(f"{HERE}choices.csv", choices.listing_csv, name="choices_csv"),
    path(f"{HERE}new/", choices.new, name="new"),
    path(CHOICE, choices.choice, name="choice"),
    path(f"{CHOICE}applications.csv", choices.choice_csv, name="choice_csv"),
    path(f"{CHOICE}decide/", choices.decide, name="decide"),
    path(f"{CHOICE}working/<slug:application>/", choices.working, name="working"),
    path(VALUES, values.listing, name="values"),
    path(VALUE, values.value, name="value"),
    path(f"{VALUE}costs.csv", values.value_csv, name="value_csv"),
    path(f"{VALUE}awards/<slug:award>/", values.award_value, name="award_value"),
    path(f"{VALUE}work-out/", values.reckon, name="reckon"),
]
