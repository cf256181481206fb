"""Addresses of the parts of `grants`, each in a namespace of its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("headwater.web.grants.applying.urls")),
    path("", include("headwater.web.grants.choosing.urls")),
    path("", include("headwater.web.grants.deciding.urls")),
    path("", include("headwater.web.grants.delivering.urls")),
    path("", include("headwater.web.grants.money.urls")),
    path("", include("headwater.web.grants.publishing.urls")),
    path("", include("headwater.web.grants.rounds.urls")),
]
