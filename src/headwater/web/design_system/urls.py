"""Addresses of `design_system`."""

from django.urls import URLPattern, URLResolver

app_name = "design_system"
urlpatterns: list[URLPattern | URLResolver] = []
