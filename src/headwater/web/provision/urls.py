"""Addresses of the parts of `provision`, each in a namespace of its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("headwater.web.provision.gaps.urls")),
    path("", include("headwater.web.provision.services.urls")),
]
