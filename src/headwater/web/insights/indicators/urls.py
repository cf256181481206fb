"""Addresses of `indicators`, in the namespace `insights`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.insights.indicators import views

EVERY = "work/<slug:workspace>/indicators/"
ONE = f"{EVERY}<slug:indicator>/"
AREAS = "work/<slug:workspace>/areas/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(EVERY, views.indicators, name="indicators"),
    path(ONE, views.indicator, name="indicator"),
    path(f"{ONE}map/", views.indicator_map, name="indicator_map"),
    path(f"{ONE}areas/<str:area>/", views.indicator, name="indicator_area"),
    path(f"{ONE}<str:file>", views.indicator_file, name="indicator_file"),
    path(AREAS, views.areas, name="areas"),
    path(f"{AREAS}<str:area>/", views.area, name="area"),
    path(f"{AREAS}<str:area>/<str:file>", views.area_file, name="area_file"),
]
