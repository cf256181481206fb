"""Addresses of `algorithms`, in the namespace `insights`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.insights.algorithms import views

BASE = "work/<slug:workspace>/algorithms/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(BASE, views.algorithms, name="algorithms"),
    path(f"{BASE}add/", views.add, name="algorithm_add"),
    path(f"{BASE}<str:reference>/", views.algorithm, name="algorithm"),
    path(f"{BASE}<str:reference>/edit/", views.edit, name="algorithm_edit"),
    path(f"{BASE}<str:reference>/propose/", views.propose, name="algorithm_propose"),
    path(f"{BASE}<str:reference>/atrs.json", views.record_json, name="algorithm_json"),
    path(f"{BASE}<str:reference>/atrs.csv", views.record_csv, name="algorithm_csv"),
    path(f"{BASE}<str:reference>/<slug:verb>/", views.move, name="algorithm_move"),
]
