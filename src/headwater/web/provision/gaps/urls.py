"""Addresses of `gaps`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.provision.gaps.views import cells, intentions, maps

app_name = "gaps"

HERE = "work/<slug:workspace>/gaps/"
GAP = f"{HERE}of/<str:place>/"
INTENTIONS = f"{HERE}intentions/"
INTENTION = f"{INTENTIONS}<slug:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, maps.gap_map, name="map"),
    path(f"{HERE}gap-map.csv", maps.map_csv, name="map_csv"),
    path(f"{HERE}work-out/", maps.work_out, name="work_out"),
    path(GAP, cells.gap, name="gap"),
    path(f"{GAP}action/", cells.answer, name="answer"),
    path(f"{GAP}intention/", cells.intend, name="intend"),
    path(INTENTIONS, intentions.listing, name="intentions"),
    path(f"{INTENTIONS}intentions.csv", intentions.listing_csv, name="intentions_csv"),
    path(INTENTION, intentions.intention, name="intention"),
    path(f"{INTENTION}edit/", intentions.edit, name="intention_edit"),
    path(f"{INTENTION}agree/", intentions.agree, name="intention_agree"),
    path(f"{INTENTION}commission/", intentions.commission, name="intention_commission"),
    path(f"{INTENTION}drop/", intentions.drop, name="intention_drop"),
]
