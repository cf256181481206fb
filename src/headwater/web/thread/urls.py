"""Addresses of `thread`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.thread import views

app_name = "thread"
HERE = "work/<slug:workspace>/thread/"
ONE = f"{HERE}<slug:kind>/<str:reference>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, views.home, name="home"),
    path(f"{HERE}ties/<str:reference>/untie/", views.untie, name="untie"),
    path(ONE, views.chain, name="chain"),
    path(f"{ONE}chain.csv", views.chain_csv, name="chain_csv"),
    path(f"{ONE}tie/", views.tie, name="tie"),
]
