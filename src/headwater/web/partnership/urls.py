"""Addresses of the parts of `partnership`, each in a namespace of its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("headwater.web.partnership.boards.urls")),
    path("", include("headwater.web.partnership.consultation.urls")),
    path("", include("headwater.web.partnership.definition.urls")),
    path("", include("headwater.web.partnership.duty.urls")),
]
