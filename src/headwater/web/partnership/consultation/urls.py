"""Addresses of `consultation`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.partnership.consultation.views import consultees, requests, rounds

app_name = "consultation"
HERE = "work/<slug:workspace>/consultation/"
THEY = f"{HERE}authorities/"
ONE = f"{THEY}<str:reference>/"
ASKED = f"{HERE}requests/"
ROUND = f"{HERE}rounds/<str:reference>/"
ENTRY = f"{ROUND}<str:consultee>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, rounds.register, name="register"),
    path(THEY, consultees.listing, name="consultees"),
    path(f"{THEY}authorities.csv", consultees.listing_csv, name="consultees_csv"),
    path(f"{THEY}new/", consultees.new, name="consultee_new"),
    path(f"{THEY}take-in/", consultees.take_in, name="take_in"),
    path(ONE, consultees.consultee, name="consultee"),
    path(f"{ONE}edit/", consultees.edit, name="consultee_edit"),
    path(f"{ONE}end/", consultees.end, name="consultee_end"),
    path(f"{ONE}action/", consultees.give_action, name="give_action"),
    path(f"{ONE}request/", requests.new, name="request_new"),
    path(ASKED, requests.listing, name="requests"),
    path(f"{ASKED}requests.csv", requests.listing_csv, name="requests_csv"),
    path(f"{ASKED}<str:reference>/", requests.request_page, name="request"),
    path(f"{HERE}rounds/new/", rounds.new, name="round_new"),
    path(ROUND, rounds.round_page, name="round"),
    path(f"{ROUND}proof.csv", rounds.round_csv, name="round_csv"),
    path(f"{ROUND}paper/<slug:kind>/", rounds.paper, name="paper"),
    path(f"{ROUND}edit/", rounds.edit, name="round_edit"),
    path(f"{ROUND}ask/", rounds.ask, name="ask"),
    path(f"{ROUND}undo/<slug:batch>/", rounds.undo, name="undo"),
    path(f"{ROUND}remind/", rounds.remind, name="remind"),
    path(f"{ROUND}close/", rounds.close, name="close"),
    path(ENTRY, rounds.entry, name="entry"),
    path(f"{ENTRY}reply/", rounds.reply, name="reply"),
    path(f"{ENTRY}no-reply/", rounds.no_reply, name="no_reply"),
]
