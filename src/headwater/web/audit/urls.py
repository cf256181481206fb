"""Addresses of `audit`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.audit import views

app_name = "audit"
urlpatterns: list[URLPattern | URLResolver] = [
    path("work/<slug:workspace>/audit/", views.entries, name="entries"),
    path("work/<slug:workspace>/audit/export/", views.export, name="export"),
    path("work/<slug:workspace>/audit/<int:number>/", views.entry, name="entry"),
]
